package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

/** The example of docs/commands.md does what the page says. */
class CommandPageTests {

    private static final Path PAGE = Path.of("docs/commands.md");

    @TempDir
    private Path directory;

    @Test
    void theExampleRuns() throws IOException {
        Files.writeString(directory.resolve("report.sh"), example("sh report"));
        try (Probes probes = TestProbes.of(Map.of(), probes(), false, directory)) {
            Source report = KilledProber.probes(probes).getFirst();
            Run run = report.observe().run().orElseThrow();

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.measures()).containsEntry("orders", 120_000.0).containsEntry("load_time", 0.035)
                    .containsEntry("ignored_lines", 1.0).containsEntry("exit_code", 0.0);
            assertThat(run.measures().get("work_rate")).isPositive();
        }
    }

    private Map<String, ProbeSettings> probes() throws IOException {
        String example = example("yaml command").replace("/srv/reports", directory.toString());
        Binder binder = new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader().load("example",
                new ByteArrayResource(example.getBytes(StandardCharsets.UTF_8)))));
        return binder.bind("tidemark.probes", Bindable.mapOf(String.class, ProbeSettings.class)).get();
    }

    private static String example(String kind) throws IOException {
        return Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE)).results()
                .findFirst().orElseThrow().group(1);
    }
}
