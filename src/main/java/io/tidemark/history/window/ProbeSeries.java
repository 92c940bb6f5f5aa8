package io.tidemark.history.window;

import io.tidemark.metric.Labels;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the measures of a run as series: `probe.p95{probe="x"}`, or of one operation or phase of it. */
public final class ProbeSeries {

    private static final String PROBE = "probe";

    private ProbeSeries() {}

    public static boolean isProbeMeasure(String metric) {
        return metric.startsWith(ProbeMeasure.PREFIX);
    }

    /** The series of this run that a selector picks; operations and phases only when it names those labels. */
    public static List<Series> matching(SeriesSelector selector, Run run) {
        return matching(selector, run.probe(), run.operations().keySet(), run.phases().keySet());
    }

    /** The series of a probe with such operations and phases that a selector picks. */
    public static List<Series> matching(SeriesSelector selector, String probe, Set<String> operations,
            Set<String> phases) {
        List<Series> series = new ArrayList<>();
        Labels whole = Labels.of(PROBE, probe);
        series.add(new Series(selector.metric(), whole));
        if (names(selector, "operation")) {
            operations.forEach(o -> series.add(new Series(selector.metric(), whole.with("operation", o))));
        }
        if (names(selector, "phase")) {
            phases.forEach(p -> series.add(new Series(selector.metric(), whole.with("phase", p))));
        }
        series.removeIf(one -> !selector.matches(one));
        return series;
    }

    /** The value a run has for a series; empty when it has none. */
    public static OptionalDouble value(Series series, Run run) {
        return ProbeMeasure.value(run, measure(series.metric()), narrowed(series));
    }

    public static String probe(Series series) {
        return series.labels().get(PROBE);
    }

    /** `probe.p95` is the measure `p95`. */
    public static String measure(String metric) {
        return metric.substring(ProbeMeasure.PREFIX.length());
    }

    public static boolean isLatency(Series series) {
        return series.metric().equals(ProbeMeasure.LATENCY.metric().name());
    }

    /** The labels without the probe's own. */
    public static Labels narrowed(Series series) {
        SortedMap<String, String> labels = new TreeMap<>(series.labels().values());
        labels.remove(PROBE);
        return new Labels(labels);
    }

    /** Whether the selector can match this probe at all. */
    public static boolean mayMatch(SeriesSelector selector, String probe) {
        Labels labels = Labels.of(PROBE, probe);
        return selector.matchers().stream().filter(m -> m.label().equals(PROBE))
                .allMatch(m -> m.test().test(labels.get(PROBE)));
    }

    private static boolean names(SeriesSelector selector, String label) {
        return selector.matchers().stream().anyMatch(m -> m.label().equals(label));
    }
}
