package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Nearest;
import io.tidemark.metric.ProbeMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads references: `system.load.1m`, `process.resident{process="shop"}`, `probe.'orders-read'.p95`, `p95`. */
final class RefParser {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*");
    private static final Pattern QUOTED_PROBE = Pattern.compile("probe\\.'([^']*)'");
    private static final Pattern MEASURE = Pattern.compile("p99\\.9(?![a-z0-9_])|[a-z][a-z0-9_]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    private final RuleScanner scanner;
    private final Vocabulary vocabulary;

    RefParser(RuleScanner scanner, Vocabulary vocabulary) {
        this.scanner = scanner;
        this.vocabulary = vocabulary;
    }

    /** A reference to something that has one newest value. */
    Ref newest() {
        int start = scanner.position();
        Ref ref = ref();
        MeasureParser.onlyInWindows(ref.metric()).ifPresent(hint -> {
            throw scanner.error(start, hint);
        });
        return ref;
    }

    Ref ref() {
        int start = scanner.position();
        Optional<Matcher> probe = scanner.take(QUOTED_PROBE);
        if (probe.isPresent()) {
            return ofProbe(probe.get().group(1), start);
        }
        String name = scanner.take(NAME).map(Matcher::group).orElseThrow(() -> scanner.expected(wanted()));
        String within = scanner.rule().probe();
        Optional<Metric> measure = vocabulary.measure(name);
        if (within != null && measure.isPresent()) {
            return new Ref.OfThisProbe(within, measure.get(), narrowed(measure.get()));
        }
        return named(name, start);
    }

    private String wanted() {
        return scanner.rule().probe() == null
                ? "a metric such as system.memory.available or a measure such as probe.'orders-read'.p95"
                : "a measure such as p95 or error_rate, or a metric such as system.memory.available";
    }

    private Ref ofProbe(String probe, int start) {
        checkProbe(probe, start);
        scanner.expectSymbol(".");
        int column = scanner.position();
        String name = scanner.take(MEASURE).map(Matcher::group).orElseThrow(
                () -> scanner.expected("a measure such as p95 or error_rate after probe.'" + probe + "'."));
        Metric metric = vocabulary.measure(probe, name).orElseThrow(() -> scanner.error(column,
                "unknown measure '" + name + "'" + Nearest.hint(name, vocabulary.measures())));
        return new Ref.OfProbe(probe, metric, narrowed(metric));
    }

    private void checkProbe(String probe, int column) {
        if (!vocabulary.isProbe(probe)) {
            throw scanner.error(column, vocabulary.noProbe(probe));
        }
    }

    private Ref named(String name, int start) {
        Metric metric = vocabulary.metric(name).orElseThrow(() -> scanner.error(start, unknown(name)));
        int column = scanner.position();
        Labels labels = selector();
        if (name.startsWith(ProbeMeasure.PREFIX)) {
            checkNarrowing(metric, labels, column);
            String probe = labels.get(Ref.PROBE);
            if (!probe.isEmpty()) {
                checkProbe(probe, column);
            }
        }
        return new Ref.Named(metric, labels);
    }

    private String unknown(String name) {
        if (vocabulary.measure(name).isPresent()) {
            return "'" + name + "' alone stands for a measure only inside a probe: write probe.'<name>'." + name;
        }
        if (name.startsWith(ProbeMeasure.PREFIX)) {
            return "unknown metric '" + name + "': the name of a probe stands in single quotes, as in probe.'"
                    + vocabulary.probes().stream().findFirst().orElse("orders-read") + "'.p95";
        }
        List<String> known = new ArrayList<>(vocabulary.metricNames());
        if (scanner.rule().probe() != null) {
            known.addAll(vocabulary.measures());
        }
        return "unknown metric '" + name + "'" + Nearest.hint(name, known);
    }

    private Labels narrowed(Metric measure) {
        int column = scanner.position();
        Labels labels = selector();
        if (!labels.get(Ref.PROBE).isEmpty()) {
            throw scanner.error(column, "the probe is named already: leave the label 'probe' out");
        }
        checkNarrowing(measure, labels, column);
        return labels;
    }

    private void checkNarrowing(Metric metric, Labels labels, int column) {
        List<String> narrowing = labels.values().keySet().stream().filter(l -> !l.equals(Ref.PROBE)).toList();
        boolean latency = ProbeMeasure.named(metric.name().substring(ProbeMeasure.PREFIX.length()))
                .filter(ProbeMeasure::isLatency).isPresent();
        boolean one = narrowing.equals(List.of("operation")) || narrowing.equals(List.of("phase"));
        if (!narrowing.isEmpty() && !(latency && one)) {
            throw scanner.error(column, metric.name() + (latency
                    ? " can be narrowed by one label: operation or phase"
                    : " is of the whole run and cannot be narrowed by " + Words.or(narrowing)));
        }
    }

    private Labels selector() {
        Map<String, String> labels = new TreeMap<>();
        if (scanner.takeSymbol("{")) {
            do {
                label(labels);
            } while (scanner.takeSymbol(","));
            if (!scanner.takeSymbol("}")) {
                throw scanner.expected("',' or '}'");
            }
        }
        return Labels.of(labels);
    }

    private void label(Map<String, String> labels) {
        int column = scanner.position();
        String label = scanner.take(LABEL).map(Matcher::group).orElseThrow(() -> scanner.expected("a label's name"));
        scanner.expectSymbol("=");
        String value = scanner.take(STRING).map(found -> unescaped(found.group(1)))
                .orElseThrow(() -> scanner.expected("a value in double quotes"));
        if (labels.put(label, value) != null) {
            throw scanner.error(column, "the label '" + label + "' is given twice");
        }
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\(.)").matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).equals("n") ? "\n" : found.group(1)));
    }
}
