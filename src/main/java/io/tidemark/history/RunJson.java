package io.tidemark.history;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A run as REST answers and the event stream show it; times in seconds, the id as text. What is not known of it is null, as
 * most is of a result of another tool.
 *
 * @param tookSeconds the whole run
 * @param measuredSeconds the measured part alone
 * @param operations tried ones, however they ended
 * @param verification null when nobody could look whether what must hold held
 */
public record RunJson(String id, String instance, String probe, String workload, String target, Instant startedAt,
        @Nullable Double tookSeconds, @Nullable Double measuredSeconds, String outcome, String reason,
        @Nullable Long operations, Map<String, Long> errors, @Nullable Double throughput, Statistics latency,
        Map<String, Statistics> byOperation, Map<String, Statistics> failed, Map<String, Statistics> phases,
        Map<String, Double> measures, @Nullable Verification verification, @Nullable Cost cost,
        @Nullable Conditions conditions, List<String> notes, List<Run.Stage> stages, String fence) {

    public static RunJson of(Run run) {
        return new RunJson(Long.toString(run.id()), run.instance(), run.probe(), run.workload(), run.target(),
                run.startedAt(), run.isOwn() ? run.took().toNanos() / 1e9 : null, figure(run, ProbeMeasure.DURATION),
                run.outcome().code(), run.outcome().reason(), operations(run), run.errors(),
                figure(run, ProbeMeasure.THROUGHPUT), Statistics.of(run), statistics(run.operations()),
                statistics(run.failed()), statistics(run.phases()), run.measures(), Verification.of(run),
                Cost.of(run.cost()), run.conditions().equals(Conditions.UNKNOWN) ? null : run.conditions(),
                run.course().notes(), run.course().stages(), Long.toString(run.fence()));
    }

    private static @Nullable Long operations(Run run) {
        Double known = figure(run, ProbeMeasure.OPERATIONS);
        return known == null ? null : Math.round(known);
    }

    private static @Nullable Double figure(Run run, ProbeMeasure measure) {
        OptionalDouble known = ProbeMeasure.value(run, measure.measure(), Labels.NONE);
        return known.isPresent() ? known.getAsDouble() : null;
    }

    private static Map<String, Statistics> statistics(Map<String, Distribution> parts) {
        Map<String, Statistics> all = new LinkedHashMap<>();
        parts.forEach((name, part) -> all.put(name, Statistics.of(part)));
        return all;
    }

    /**
     * Seconds, but for the counts; of nothing recorded null, unless a result of another tool tells it.
     *
     * @param count recorded operations
     * @param outliers operations slower than the third quartile by more than 1.5 interquartile ranges (Tukey)
     * @param p50Low lower end of the 95 % confidence interval of the median, from order statistics
     */
    public record Statistics(long count, @Nullable Double min, @Nullable Double mean, @Nullable Double stddev,
            @Nullable Double p50, @Nullable Double p90, @Nullable Double p95, @Nullable Double p99,
            @Nullable Double p999, @Nullable Double max, @Nullable Double iqr, @Nullable Long outliers,
            @Nullable Double p50Low, @Nullable Double p50High) {

        private static final Statistics NONE = new Statistics(0, null, null, null, null, null, null, null, null, null,
                null, null, null, null);

        /** Of the whole run; what it says itself goes before what its latencies come to, as in rules. */
        static Statistics of(Run run) {
            Statistics all = of(run.latency());
            return new Statistics(all.count, told(run, ProbeMeasure.MIN, all.min),
                    told(run, ProbeMeasure.MEAN, all.mean), told(run, ProbeMeasure.STDDEV, all.stddev),
                    told(run, ProbeMeasure.P50, all.p50), told(run, ProbeMeasure.P90, all.p90),
                    told(run, ProbeMeasure.P95, all.p95), told(run, ProbeMeasure.P99, all.p99),
                    told(run, ProbeMeasure.P999, all.p999), told(run, ProbeMeasure.MAX, all.max),
                    told(run, ProbeMeasure.IQR, all.iqr), all.outliers, all.p50Low, all.p50High);
        }

        private static @Nullable Double told(Run run, ProbeMeasure measure, @Nullable Double otherwise) {
            Double told = run.measures().get(measure.measure());
            return told == null ? otherwise : told;
        }

        static Statistics of(Distribution d) {
            return d.isEmpty()
                    ? NONE
                    : new Statistics(d.count(), d.min(), d.mean(), d.standardDeviation(), d.percentile(50),
                            d.percentile(90), d.percentile(95), d.percentile(99), d.percentile(99.9), d.max(),
                            d.interquartileRange(), d.outliers(), d.medianInterval().low(), d.medianInterval().high());
        }
    }

    /** Whether what must hold afterwards held. */
    public record Verification(boolean passed, List<String> violations) {

        static @Nullable Verification of(Run run) {
            return run.wasVerified() ? new Verification(run.violations().isEmpty(), run.violations()) : null;
        }
    }

    /** What the run cost the prober. */
    public record Cost(double cpuSeconds, long allocatedBytes, double cpuShare) {

        static @Nullable Cost of(Run.Cost cost) {
            return cost.isKnown() ? new Cost(cost.cpuSeconds(), cost.allocatedBytes(), cost.cpuShare()) : null;
        }
    }
}
