package io.tidemark.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Series;
import io.tidemark.sampling.SamplingRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md is what the samplers declare; `-Drewrite=true` writes it anew. */
class MetricDocsTests {

    private static final Path FILE = Path.of("docs/metrics.md");

    private static final String HEAD = """
            # Metrics

            What is read of the machine, of processes and of this JVM, written by what is declared in the code; a test keeps this
            page true. Base units throughout, ratios from 0 to 1; a counter only grows until its source starts anew. What a system
            does not tell, or does not permit to be read, is left out and never zero. Probes tell of themselves in
            [workloads](workloads.md).

            The last column is the name in Prometheus. Some readings are only on the page, in rules and in `GET /api/v1/samples`, so
            that a service with nothing configured has at most 400 series: they have a dash. Of the process `self` this also goes for
            those marked `*`. The JVM's own are there as Spring Boot's `jvm_*`.

            In a container `system.*` are the host's; `container.*` are what the container, or control group, uses of its own limits.
            The processes that use most are told by `GET /api/v1/processes/top`, looked at every ten seconds, and are no series.
            """;

    @Test
    void thePageSaysWhatTheSamplersDeclare() throws IOException {
        String page = page();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(FILE, page);
        }
        assertThat(Files.readString(FILE)).isEqualTo(page);
    }

    private static String page() {
        return HEAD + SamplingRoom.metrics().entrySet().stream()
                .map(source -> section(source.getKey(), source.getValue())).collect(Collectors.joining());
    }

    private static String section(String source, List<Metric> metrics) {
        return metrics.stream().map(MetricDocsTests::line).collect(Collectors.joining("\n",
                "\n## `" + source + "`\n\n| metric | unit | kind | what it is | Prometheus |\n|---|---|---|---|---|\n",
                "\n"));
    }

    private static String line(Metric metric) {
        return "| `" + metric.name() + "` | " + metric.unit().symbol() + " | "
                + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + metric.description() + " | "
                + prometheus(metric) + " |";
    }

    private static String prometheus(Metric metric) {
        if (PageOnly.has(Series.of(metric)) || metric.name().startsWith("jvm.")) {
            return "-";
        }
        String name = "`" + PrometheusNames.of(metric) + (metric.kind() == Kind.COUNTER ? "_total`" : "`");
        return name + (PageOnly.has(Series.of(metric, "process", "self")) ? " *" : "");
    }
}
