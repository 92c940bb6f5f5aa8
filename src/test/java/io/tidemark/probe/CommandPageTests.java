package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/commands.md does what the page says. */
class CommandPageTests {

    private static final String PAGE = "docs/commands.md";

    @TempDir
    private Path directory;

    @Test
    void theExampleRuns() throws IOException {
        Files.writeString(directory.resolve("report.sh"), PageExample.text(PAGE, "sh report"));
        try (Probes probes = PageExample.of(PAGE, "yaml command", "/srv/reports", directory.toString())
                .make(directory)) {
            Source report = KilledProber.probes(probes).getFirst();
            Run run = report.observe().run().orElseThrow();

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.measures()).containsEntry("orders", 120_000.0).containsEntry("load_time", 0.035)
                    .containsEntry("ignored_lines", 1.0).containsEntry("exit_code", 0.0);
            assertThat(run.measures().get("work_rate")).isPositive();
        }
    }
}
