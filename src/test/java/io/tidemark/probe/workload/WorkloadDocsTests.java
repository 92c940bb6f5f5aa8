package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Metric;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.target.WebSocketSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/workloads.md is what the workloads say of themselves; `-Drewrite=true` writes it anew. */
class WorkloadDocsTests {

    private static final Path FILE = Path.of("docs/workloads.md");
    private static final Target DATABASE = Targets.parse("url", "db", "jdbc:postgresql://db/shop", null, null, true,
            Limits.USUAL);
    private static final Target REDIS = Targets.parse("url", "cache", "redis://cache", null, null, true,
            Limits.USUAL);
    private static final Target CAFFEINE = new CaffeineTarget("builtin-cache");

    private static final String HEAD = """
            # Workloads

            What a probe can do to its target, written by the workloads themselves; a test keeps this page true. `workload: join`
            alone is enough: every size below is only what is usual. A workload that writes needs `writes: true` at its target.
            The shipped rules are warnings that hold for a minute before they count; a rule of your own on the same measure
            replaces them.

            Every run answers to the measures MEASURES besides its own, and tells these phases where they apply: `pool_wait` (until
            there was room for a session), `dns` (the name of an HTTP or WebSocket endpoint was looked up), `connect` (a new one was opened), `lag` (from when an operation was to begin until it
            did, with a `load.rate`) and `service` (the operation by itself, where its latency counts from an earlier instant).
            """;

    @Test
    void thePageSaysWhatTheWorkloadsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(FILE, page);
        }
        assertThat(Files.readString(FILE)).isEqualTo(page);
    }

    private static String page() {
        String measures = ProbeMeasure.metrics().stream().map(WorkloadDocsTests::measure)
                .collect(Collectors.joining(" "));
        List<String> lines = new ArrayList<>();
        lines.add(HEAD.replace("MEASURES", measures));
        lines.add("## On databases\n");
        section(lines, DatabaseSession.class);
        lines.add("## On caches\n");
        section(lines, CacheSession.class);
        lines.add("## On HTTP endpoints\n");
        section(lines, HttpSession.class);
        lines.add("## On WebSocket endpoints\n");
        section(lines, WebSocketSession.class);
        lines.add("## On this machine\n");
        lines.add("They need no `target`.\n");
        section(lines, LocalSession.class);
        return String.join("\n", lines).stripTrailing() + "\n";
    }

    private static void section(List<String> lines, Class<?> on) {
        lines.add(
                "| workload | what it does | operations | phases | usual size | shipped rules |\n|---|---|---|---|---|---|");
        Collection<Workload<?>> all = Workloads.all().values().stream().<Workload<?>>map(maker -> maker.get())
                .filter(workload -> workload.on() == on).toList();
        all.forEach(workload -> lines.add(line(workload)));
        lines.add("");
        List<String> own = all.stream().flatMap(WorkloadDocsTests::own).toList();
        if (!own.isEmpty()) {
            lines.add("Their own measures:\n");
            lines.add("| workload | measure | unit | what it is |\n|---|---|---|---|");
            lines.addAll(own);
            lines.add("");
        }
    }

    private static String line(Workload<?> workload) {
        Traits traits = workload.traits();
        return "| `" + traits.name() + "` | " + traits.does() + (traits.writes() ? " Writes." : "") + " | "
                + code(traits.operations()) + " | " + code(traits.phases()) + " | " + size(traits.size()) + " | "
                + rules(workload) + " |";
    }

    private static String size(Traits.Size size) {
        return String.format(Locale.ROOT, "%,d rows; %,d operations%s%s", size.rows(), size.operations(),
                size.concurrency() == 1 ? "" : "; " + size.concurrency() + " workers",
                size.connections() == 0 ? "" : " on " + size.connections() + " connections");
    }

    private static String rules(Workload<?> workload) {
        if (workload.on() != CacheSession.class) {
            return code(shortened(workload.rules(DATABASE, false)));
        }
        List<String> remote = shortened(workload.rules(REDIS, true));
        List<String> inProcess = shortened(workload.rules(CAFFEINE, true));
        return remote.equals(inProcess) ? code(remote) : code(remote) + "; in process " + code(inProcess);
    }

    private static List<String> shortened(List<String> rules) {
        return rules.stream().map(rule -> rule.replace(" for 1m as warning", "")).toList();
    }

    private static Stream<String> own(Workload<?> workload) {
        return workload.traits().measures().stream().map(metric -> "| `" + workload.traits().name() + "` | "
                + measure(metric) + " | " + metric.unit().symbol() + " | " + metric.description() + " |");
    }

    private static String measure(Metric metric) {
        return "`" + metric.name().substring(ProbeMeasure.PREFIX.length()) + "`";
    }

    private static String code(List<String> words) {
        return words.isEmpty()
                ? "none"
                : words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
