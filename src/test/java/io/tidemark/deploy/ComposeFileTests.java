package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.ComposeFile.Mount;
import io.tidemark.deploy.ComposeFile.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docker-compose would find out only when it starts something. */
class ComposeFileTests {

    private static final Path SECRETS = Path.of("deploy", "compose", "secrets");

    static Stream<Service> services() throws IOException {
        return ComposeFile.read().services().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void areReferencedOnlyWhereTheyExist(Service service) throws IOException {
        ComposeFile file = ComposeFile.read();
        assertThat(file.section("services").keySet()).containsAll(service.map("depends_on").keySet());
        assertThat(file.section("networks").keySet()).containsAll(service.list("networks"));
        assertThat(file.section("secrets").keySet()).containsAll(service.secrets().values());
        service.mounts().stream().filter(mount -> !mount.isBind()).forEach(
                mount -> assertThat(file.section("volumes")).containsKey(mount.source()));
    }

    @ParameterizedTest
    @MethodSource("services")
    void mountOnlyWhatIsInTheRepository(Service service) {
        for (Mount mount : service.mounts().stream().filter(Mount::isBind).toList()) {
            assertThat(Path.of(mount.source())).exists();
            assertThat(mount.mode()).as(mount.source()).isEqualTo("ro");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void arePinnedHealthyAndBounded(Service service) {
        assertThat(String.valueOf(service.keys().get("image"))).matches("[a-z/]+:v?\\d+(\\.\\d+)+(-[a-z]+)?");
        assertThat(service.map("healthcheck")).containsKeys("test", "interval", "timeout", "retries");
        assertThat(service.keys()).containsKeys("mem_limit", "cpus", "pids_limit", "stop_grace_period");
        assertThat(service.keys().get("restart")).isEqualTo("unless-stopped");
    }

    @ParameterizedTest
    @MethodSource("services")
    void canDoLittleHarm(Service service) {
        assertThat(service.keys().get("read_only")).isEqualTo(true);
        assertThat(service.list("cap_drop")).containsExactly("ALL");
        assertThat(service.list("security_opt")).containsExactly("no-new-privileges:true");
        assertThat(service.keys()).doesNotContainKeys("privileged", "cap_add", "network_mode", "pid");
        assertThat(service.list("networks")).isNotEmpty();
        // The image of the service has a user of its own.
        assertThat(service.keys().containsKey("user") || service.keys().containsKey("build")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("services")
    void publishToThisMachineOnly(Service service) {
        assertThat(service.list("ports")).allMatch(port -> port.matches("127\\.0\\.0\\.1:(\\d+):\\1"));
        if (!service.list("ports").isEmpty()) {
            // A port of a container in internal networks alone is not published.
            assertThat(service.list("networks")).contains("monitoring");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void takePasswordsFromFilesOnly(Service service) {
        service.map("environment").forEach((name, value) -> {
            if (name.matches(".*(PASSWORD|TOKEN|SECRET).*")) {
                // As Grafana's provisioning writes it; compose wants the dollar twice.
                String file = String.valueOf(value).replaceFirst("^\\$\\$__file\\{(.*)}$", "$1");
                assertThat(file).startsWith("/run/secrets/");
                assertThat(service.secrets()).containsKey(file.substring("/run/secrets/".length()));
            }
        });
    }

    @Test
    void haveSomebodyWhoTakesOffEndedProcessesWhereProgramsRun() throws IOException {
        assertThat(ComposeFile.read().service("tidemark").keys().get("init")).isEqualTo(true);
    }

    @Test
    void leaveNoSecretUnmadeAndNoneUnused() throws IOException {
        ComposeFile file = ComposeFile.read();
        String script = Files.readString(Path.of("deploy", "compose", "make-secrets"));
        file.section("secrets").forEach((name, secret) -> {
            assertThat(((Map<?, ?>) secret).get("file")).isEqualTo("./" + SECRETS.resolve(name));
            assertThat(script).contains(name);
        });
        assertThat(file.services().stream().flatMap(service -> service.secrets().values().stream()).distinct())
                .containsExactlyInAnyOrderElementsOf(file.section("secrets").keySet());
        assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/" + SECRETS + "/");
    }

    @Test
    void findTheSecretsThatScriptsRead() throws IOException {
        for (String name : List.of("store", "shop-db")) {
            String script = Files.readString(Path.of("deploy", "compose", name + ".sql"));
            assertThat(script.lines().filter(line -> line.startsWith("\\set"))
                    .map(line -> line.replaceAll(".*/run/secrets/([a-z-]+)`", "$1")).toList()).isNotEmpty()
                    .allMatch(ComposeFile.read().service(name).secrets()::containsKey);
        }
    }

    @Test
    void tellGrafanaAllThatItsDataSourcesAskFor() throws IOException {
        Map<String, Object> told = ComposeFile.read().service("grafana").map("environment");
        try (Stream<Path> sources = Files.list(Path.of("grafana", "provisioning", "datasources"))) {
            for (Path source : sources.toList()) {
                assertThat(Pattern.compile("(?<!\\$)\\$\\{(\\w+)}").matcher(Files.readString(source)).results()
                        .map(name -> name.group(1))).as(source.toString()).isNotEmpty()
                        .allSatisfy(name -> assertThat(told).containsKey(name));
            }
        }
    }

    @Test
    void areReachedUnderTheirNamesFromTheSameNetwork() throws IOException {
        ComposeFile file = ComposeFile.read();
        Path settings = Path.of("deploy", "compose", "application.yml");
        List<String> hosts = Arrays.stream(Files.readString(settings).split("\n", -1))
                .filter(line -> line.contains("url:")).map(line -> line.replaceAll(".*//([a-z-]+):.*", "$1")).toList();
        assertThat(hosts).containsExactly("store", "shop-db", "shop-cache");
        for (String host : hosts) {
            assertThat(file.service(host).list("networks")).as(host)
                    .containsAnyElementsOf(file.service("tidemark").list("networks"));
        }
    }
}
