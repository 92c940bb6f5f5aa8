package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Load as the reference of settings shows it; pausing, tracing and trying a probe, on a running service. */
class LoadIT {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    @Test
    void theExamplesOfLoadDoWhatTheySay() throws Exception {
        try (RunningService service = start()) {
            JsonNode steady = JSON.readTree(service.run("orders-steady", "?trace=true").body());
            assertThat(steady.at("/run/outcome").asString()).isEqualTo("SUCCEEDED");
            assertThat(steady.at("/run/operations").asLong()).isEqualTo(100);
            assertThat(steady.at("/run/phases/lag/count").asLong()).isEqualTo(100);
            assertThat(steady.at("/trace/settings/pace").asString()).isEqualTo("100 arrivals per second");
            assertThat(steady.at("/trace/statements/0").asString()).startsWith("select payload from");

            JsonNode stress = run(service, "orders-breaking-point");
            assertThat(stress.get("outcome").asString()).as(stress.toString()).isEqualTo("SUCCEEDED");
            assertThat(stress.get("stages").size()).isGreaterThan(10);
            assertThat(stress.at("/measures").propertyNames()).containsAnyOf("breaking_point", "sustained_level");

            JsonNode faults = run(service, "orders-under-faults");
            assertThat(faults.at("/errors/injected").asLong()).isEqualTo(20);
            assertThat(faults.at("/failed/injected/count").asLong()).isEqualTo(20);
        }
    }

    @Test
    void pausingStopsWhatRunsAndOthersSeeWhy() throws Exception {
        try (RunningService service = start()) {
            CompletableFuture<JsonNode> running = CompletableFuture
                    .supplyAsync(() -> run(service, "orders-breaking-point"));
            patiently().until(() -> TestPostgres.shared().count(
                    "select count(*) from pg_stat_activity where application_name = 'tidemark'") > 5);
            assertThat(JSON.readTree(send(service, "PUT", "/api/v1/targets/shop-db/pause", "").body()).get("paused")
                    .asString()).isEqualTo("probes are paused over the API");
            assertThat(running.join().get("outcome").asString()).isEqualTo("SKIPPED");
            // A run of its own may have been stopped as well, and takes a moment to end.
            patiently().untilAsserted(() -> assertThat(run(service, "orders-steady").get("reason").asString())
                    .isEqualTo("probes are paused over the API"));
            send(service, "DELETE", "/api/v1/targets/shop-db/pause", "");

            Files.createFile(directory.resolve("data/pause"));
            patiently().until(() -> !service.json("/api/v1/targets").at("/items/0/paused").isNull());
            Files.delete(directory.resolve("data/pause"));
            patiently().until(() -> service.json("/api/v1/targets").at("/items/0/paused").isNull());
            assertThat(send(service, "PUT", "/api/v1/targets/nobody/pause", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aProbeIsToldAndTriedBeforeItIsSaved() throws Exception {
        try (RunningService service = start()) {
            String probe = """
                    {"target":"shop-db","workload":"point-read","operations":20,"load":{"think":"1ms"}}""";
            JsonNode told = JSON.readTree(send(service, "POST", "/api/v1/trials?dryRun=true", probe).body());
            assertThat(told.get("statements").toString()).contains("tidemark_probe");
            assertThat(told.toString()).contains("shop-db at jdbc:postgresql://").doesNotContain("right");
            JsonNode tried = JSON.readTree(send(service, "POST", "/api/v1/trials", probe).body());
            assertThat(tried.at("/run/outcome").asString()).as(tried.toString()).isEqualTo("SUCCEEDED");
            assertThat(tried.at("/run/operations").asLong()).isEqualTo(20);

            HttpResponse<String> wrong = send(service, "POST", "/api/v1/trials",
                    "{\"target\":\"shop-db\",\"workload\":\"point-raed\"}");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).contains("workload: unknown workload 'point-raed'; did you mean 'point-read'?");
            assertThat(send(service, "POST", "/api/v1/trials", "{\"target\":").statusCode()).isEqualTo(400);
            assertThat(send(service, "POST", "/api/v1/trials", "{\"load\":{\"think\":\"1xs\"}}").body())
                    .contains("load.think: '1xs' is not understood.");
            assertThat(send(service, "POST", "/api/v1/trials", "{\"tarket\":\"shop-db\"}").body())
                    .contains("Unknown key of a probe: tarket.");
            assertThat(service.post("/api/v1/sources/jvm/runs?dryRun=true").statusCode()).isEqualTo(400);
        }
    }

    private RunningService start() throws IOException {
        Path settings = Files.writeString(directory.resolve("application.yml"),
                example().replace("jdbc:postgresql://localhost:5432/shop", TestPostgres.shared().url())
                        .replace("username: probe", "username: probe, password: right")
                        .replace("duration: 10s", "duration: 1s").replace("duration: 2m", "duration: 4s")
                        .replace("peak: 200", "peak: 30"));
        return RunningService.start(directory.resolve("data"), "spring.config.additional-location=file:" + settings);
    }

    private static String example() throws IOException {
        return Pattern.compile("```yaml example\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/configuration.md"))).results().map(block -> block.group(1))
                .findFirst().orElseThrow();
    }

    private static JsonNode run(RunningService service, String probe) {
        return JSON.readTree(service.run(probe, "").body());
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2));
    }

    private static HttpResponse<String> send(RunningService service, String method, String path, String body) {
        return service.send(HttpRequest.newBuilder(URI.create(service.base() + path))
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }
}
