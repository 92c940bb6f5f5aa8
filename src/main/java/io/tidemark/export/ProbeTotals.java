package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One probe since the start. Counters stand from the start, so that the first failure is an increase. */
final class ProbeTotals {

    /** Every limit that comes with the product is an edge, so that its share can be read off. */
    static final double[] BOUNDS = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5};

    private static final List<String> OUTCOMES = List.of("succeeded", "failed", "timed_out", "violated", "skipped");

    private final String probe;
    private final Duration interval;
    private final Map<String, Long> runs = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final Map<String, Latencies> latencies = new TreeMap<>();
    private long operations;
    private double lastSuccess = Double.NaN;

    ProbeTotals(Source source) {
        this.probe = source.name();
        this.interval = source.description().every();
        OUTCOMES.forEach(outcome -> runs.put(outcome, 0L));
        source.failureKinds().forEach(kind -> failures.put(kind, 0L));
    }

    synchronized void add(Observation observation) {
        runs.merge(observation.outcome().code().toLowerCase(Locale.ROOT), 1L, Long::sum);
        if (observation.outcome() instanceof Outcome.Succeeded) {
            lastSuccess = observation.at().plus(observation.took()).toEpochMilli() / 1e3;
        }
        observation.run().ifPresent(this::add);
    }

    private void add(Run run) {
        operations += run.attempts();
        run.errors().forEach((kind, count) -> failures.merge(kind, count, Long::sum));
        run.operations().forEach((operation, seen) -> latencies.computeIfAbsent(operation, _ -> new Latencies())
                .add(seen));
    }

    synchronized void contribute(Families families) {
        Labels labels = Labels.of("probe", probe);
        families.counter("tidemark_probe_operations", "Operations tried by a probe", labels, operations);
        families.gauge("tidemark_probe_last_success_timestamp_seconds", "End of the last run that succeeded", labels,
                lastSuccess);
        families.gauge("tidemark_probe_interval_seconds", "Time from the start of one run to the next", labels,
                interval.toMillis() / 1e3);
        runs.forEach((outcome, count) -> families.counter("tidemark_probe_runs", "Runs of a probe by outcome",
                labels.add("outcome", outcome), count));
        failures.forEach((kind, count) -> families.counter("tidemark_probe_operation_failures",
                "Operations of a probe that failed or timed out, by kind", labels.add("kind", kind), count));
        latencies.forEach((operation, seen) -> families.histogram("tidemark_probe_duration_seconds",
                "Latency of operations that succeeded, and of timed-out ones at no less than their deadline",
                labels.add("operation", operation), BOUNDS, seen.counts.clone(), seen.sum));
    }

    /** Latencies of one operation, each run's added to those before. */
    private static final class Latencies {

        private final long[] counts = new long[BOUNDS.length + 1];
        private double sum;

        void add(Distribution seen) {
            long below = 0;
            for (int i = 0; i < BOUNDS.length; i++) {
                long within = seen.countWithin(BOUNDS[i]);
                counts[i] += within - below;
                below = within;
            }
            counts[BOUNDS.length] += seen.count() - below;
            sum += seen.mean() * seen.count();
        }
    }
}
