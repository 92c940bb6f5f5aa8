package io.tidemark.history;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as REST answers and the event stream show it; times in seconds, the id as text. */
public record RunJson(String id, String instance, String probe, String workload, String target, Instant startedAt,
        double tookSeconds, double measuredSeconds, String outcome, String reason, long operations,
        Map<String, Long> errors, double throughput, Statistics latency, Map<String, Statistics> byOperation,
        Map<String, Statistics> failed,
        Map<String, Statistics> phases, Map<String, Double> measures, Verification verification, Cost cost,
        Conditions conditions, List<String> notes, List<Run.Stage> stages, String fence) {

    public static RunJson of(Run run) {
        return new RunJson(Long.toString(run.id()), run.instance(), run.probe(), run.workload(), run.target(),
                run.startedAt(), run.took().toNanos() / 1e9, run.measured().toNanos() / 1e9, run.outcome().code(),
                run.outcome().reason(), Math.round(figure(run, ProbeMeasure.OPERATIONS, (double) run.attempts())),
                run.errors(),
                figure(run, ProbeMeasure.THROUGHPUT, run.throughput()), Statistics.of(run),
                statistics(run.operations()), statistics(run.failed()), statistics(run.phases()), run.measures(),
                new Verification(run.violations().isEmpty(), run.violations()),
                new Cost(run.cost().cpuSeconds(), run.cost().allocatedBytes(), run.cost().cpuShare()),
                run.conditions(), run.course().notes(), run.course().stages(), Long.toString(run.fence()));
    }

    /** What the run says itself goes before what its latencies come to, as in rules. */
    private static double figure(Run run, ProbeMeasure measure, double otherwise) {
        return run.measures().getOrDefault(measure.measure(), otherwise);
    }

    private static Map<String, Statistics> statistics(Map<String, Distribution> parts) {
        Map<String, Statistics> all = new LinkedHashMap<>();
        parts.forEach((name, part) -> all.put(name, Statistics.of(part)));
        return all;
    }

    /**
     * Seconds, but for the counts.
     *
     * @param outliers operations slower than the third quartile by more than 1.5 interquartile ranges (Tukey)
     * @param p50Low lower end of the 95 % confidence interval of the median, from order statistics
     */
    public record Statistics(long count, double min, double mean, double stddev, double p50, double p90, double p95,
            double p99, double p999, double max, double iqr, long outliers, double p50Low, double p50High) {

        /** Of the whole run, whatever it says itself included. */
        static Statistics of(Run run) {
            Statistics all = of(run.latency());
            return new Statistics(all.count, figure(run, ProbeMeasure.MIN, all.min),
                    figure(run, ProbeMeasure.MEAN, all.mean), figure(run, ProbeMeasure.STDDEV, all.stddev),
                    figure(run, ProbeMeasure.P50, all.p50), figure(run, ProbeMeasure.P90, all.p90),
                    figure(run, ProbeMeasure.P95, all.p95), figure(run, ProbeMeasure.P99, all.p99),
                    figure(run, ProbeMeasure.P999, all.p999), figure(run, ProbeMeasure.MAX, all.max),
                    figure(run, ProbeMeasure.IQR, all.iqr), all.outliers, all.p50Low, all.p50High);
        }

        static Statistics of(Distribution d) {
            return new Statistics(d.count(), d.min(), d.mean(), d.standardDeviation(), d.percentile(50),
                    d.percentile(90), d.percentile(95), d.percentile(99), d.percentile(99.9), d.max(),
                    d.interquartileRange(), d.outliers(), d.medianInterval().low(), d.medianInterval().high());
        }
    }

    /** Whether what must hold afterwards held. */
    public record Verification(boolean passed, List<String> violations) {}

    /** What the run cost the prober. */
    public record Cost(double cpuSeconds, long allocatedBytes, double cpuShare) {}
}
