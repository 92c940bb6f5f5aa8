package io.tidemark.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files Grafana reads at its start. */
class ProvisioningTests {

    private static final Path ROOT = Path.of("grafana", "provisioning");
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{([A-Z_]+)\\}");

    @Test
    void theDataSourcesAreTheOnesTheDashboardsName() {
        Set<String> used = new TreeSet<>();
        Dashboard.all().forEach(dashboard -> {
            dashboard.panels().forEach(panel -> used.add(panel.json().at("/datasource/type").asString()
                    + " " + panel.json().at("/datasource/uid").asString()));
            used.add("prometheus " + dashboard.variable("datasource").orElseThrow().at("/current/value").asString());
        });
        used.remove("prometheus ${datasource}");
        assertThat(dataSources()).extracting(source -> source.get("type") + " " + source.get("uid"))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void whereTheyAreAndWhoLogsInComesFromTheEnvironment() throws IOException {
        assertThat(dataSources()).allSatisfy(source -> assertThat(source.get("url").toString())
                .matches(FROM_ENVIRONMENT));
        assertThat(dataSources()).filteredOn("uid", "tidemark-store").singleElement().satisfies(store -> {
            assertThat(store.get("user").toString()).matches(FROM_ENVIRONMENT);
            assertThat(store.get("secureJsonData")).isEqualTo(Map.of("password", "${STORE_READER_PASSWORD}"));
        });
        assertThat(Files.readString(Path.of("grafana", "README.md"))).contains(asked());
    }

    /** Names of the variables, as the page lists them. */
    private static Set<String> asked() {
        return files("datasources").stream().flatMap(file -> FROM_ENVIRONMENT.matcher(text(file)).results())
                .map(name -> "| `" + name.group(1) + "` |").collect(Collectors.toSet());
    }

    @Test
    void theDashboardsAreReadFromTheirDirectory() {
        assertThat(files("dashboards")).singleElement().satisfies(file -> assertThat(list(file, "providers"))
                .singleElement().satisfies(provider -> {
                    assertThat(provider).containsEntry("type", "file").containsEntry("allowUiUpdates", false);
                    assertThat(provider.get("options")).isEqualTo(Map.of("path", "/var/lib/grafana/dashboards"));
                }));
    }

    private static List<Map<String, Object>> dataSources() {
        return files("datasources").stream().flatMap(file -> list(file, "datasources").stream()).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Path file, String key) {
        Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
        assertThat(read).containsEntry("apiVersion", 1);
        return (List<Map<String, Object>>) read.get(key);
    }

    private static List<Path> files(String kind) {
        try (Stream<Path> files = Files.list(ROOT.resolve(kind))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
