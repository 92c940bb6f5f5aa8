package io.tidemark.history;

import io.tidemark.history.store.Distributions;
import io.tidemark.history.store.Distributions.Group;
import io.tidemark.history.store.RunSummary;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.Labels;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.LatencyTally;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Series;
import java.util.OptionalDouble;

/**
 * One measure of many runs together: percentiles of their merged latencies, rates and shares of their sums, never a mean
 * of percentiles. Not safe for threads.
 */
final class RunFigures {

    private final LatencyReader reader;
    private final String measure;
    private final Labels narrowed;
    private final LatencyTally latency = new LatencyTally();
    private long runs;
    private long verified;
    private long operations;
    private long failures;
    private double measuredSeconds;
    private long allocatedBytes;
    private long violations;
    private long costed;
    private double sum;
    private long count;

    RunFigures(Series series, LatencyReader reader) {
        this.reader = reader;
        this.measure = ProbeSeries.measure(series.metric());
        this.narrowed = ProbeSeries.narrowed(series);
    }

    void add(RunSummary part) {
        runs += part.runs();
        verified += part.verified();
        operations += part.operations();
        failures += part.failures();
        measuredSeconds += part.measuredSeconds();
        allocatedBytes += part.allocatedBytes();
        violations += part.violations();
        costed += part.counts().getOrDefault(ProbeMeasure.CPU_SHARE.measure(), 0L);
        sum += part.sums().getOrDefault(measure, 0d);
        count += part.counts().getOrDefault(measure, 0L);
        if (ProbeMeasure.named(measure).filter(this::needsLatency).isPresent()) {
            Distributions.visit(part.distributions(), (group, name, encoded) -> {
                if (encoded.length > 0 && isWanted(group, name)) {
                    reader.read(encoded, latency);
                }
            });
        }
    }

    /** Empty when these runs have none. */
    OptionalDouble value() {
        return ProbeMeasure.named(measure).map(this::value).orElseGet(this::mean);
    }

    private OptionalDouble value(ProbeMeasure known) {
        if (count > 0 && narrowed.isEmpty()) { // the runs say it themselves
            return mean();
        }
        if (known.isLatency()) {
            boolean told = !narrowed.isEmpty() || operations > failures;
            return told ? known.of(latency.toDistribution()) : OptionalDouble.empty();
        }
        return narrowed.isEmpty() ? ofWhole(known) : OptionalDouble.empty();
    }

    private OptionalDouble ofWhole(ProbeMeasure known) {
        return switch (known) {
            case THROUGHPUT -> operations > 0
                    ? share((double) (operations - failures), measuredSeconds)
                    : OptionalDouble.empty();
            case OPERATIONS -> known(share((double) operations, (double) runs));
            case ERROR_RATE -> share((double) failures, (double) operations);
            case VIOLATIONS -> share((double) violations, (double) verified);
            case DURATION -> known(share(measuredSeconds, (double) runs));
            case ALLOCATED -> share((double) allocatedBytes, (double) costed);
            case POOL_WAIT -> ProbeMeasure.P95.of(latency.toDistribution());
            case LATENCY, P50, P90, P95, P99, P999, MIN, MEAN, MAX, STDDEV, IQR -> OptionalDouble.empty();
            case CPU_SHARE, HIT_RATE, SPEEDUP, COLD, REUSE_RATE, LEAKS, BREAKING_POINT, SUSTAINED_LEVEL, RECOVERY,
                    MEMORY_GROWTH, PROCESS_CPU, PROCESS_GROWTH ->
                mean();
        };
    }

    private OptionalDouble mean() {
        return narrowed.isEmpty() ? share(sum, (double) count) : OptionalDouble.empty();
    }

    /** None of the runs has it when all together come to nothing. */
    private static OptionalDouble known(OptionalDouble mean) {
        return mean.isPresent() && mean.getAsDouble() > 0 ? mean : OptionalDouble.empty();
    }

    private static OptionalDouble share(double of, double all) {
        return all > 0 ? OptionalDouble.of(of / all) : OptionalDouble.empty();
    }

    private boolean needsLatency(ProbeMeasure known) {
        return known.isLatency() || known == ProbeMeasure.POOL_WAIT;
    }

    private boolean isWanted(Group group, String name) {
        if (measure.equals(ProbeMeasure.POOL_WAIT.measure())) {
            return group == Group.PHASES && name.equals(measure);
        }
        if (!narrowed.get("operation").isEmpty()) {
            return group == Group.OPERATIONS && name.equals(narrowed.get("operation"));
        }
        if (!narrowed.get("phase").isEmpty()) {
            return group == Group.PHASES && name.equals(narrowed.get("phase"));
        }
        return group == Group.OPERATIONS;
    }
}
