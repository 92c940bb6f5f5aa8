package io.tidemark.history.jpa;

import io.tidemark.metric.ProbeMeasure;
import java.util.Optional;

/** Which measure of a run has a column of its own, so that its series needs no histogram. */
final class RunColumns {

    private RunColumns() {}

    static Optional<String> of(String measure) {
        return ProbeMeasure.named(measure).flatMap(RunColumns::of);
    }

    private static Optional<String> of(ProbeMeasure measure) {
        return switch (measure) {
            case P50 -> Optional.of("latency.p50");
            case P90 -> Optional.of("latency.p90");
            case P95 -> Optional.of("latency.p95");
            case P99 -> Optional.of("latency.p99");
            case P999 -> Optional.of("latency.p999");
            case MIN -> Optional.of("latency.min");
            case MEAN -> Optional.of("latency.mean");
            case MAX -> Optional.of("latency.max");
            case STDDEV -> Optional.of("latency.stddev");
            case IQR -> Optional.of("latency.iqr");
            case THROUGHPUT -> Optional.of("throughput");
            case OPERATIONS -> Optional.of("operations");
            case ERROR_RATE -> Optional.of("errorRate");
            case DURATION -> Optional.of("measuredSeconds");
            case POOL_WAIT -> Optional.of("poolWait");
            case CPU_SHARE -> Optional.of("cpuShare");
            case ALLOCATED -> Optional.of("allocatedBytes");
            // Whether a run was verified at all is in its outcome, so no column alone says how many there were.
            case LATENCY, VIOLATIONS, HIT_RATE, SPEEDUP, COLD, REUSE_RATE, LEAKS, BREAKING_POINT, SUSTAINED_LEVEL,
                    RECOVERY, MEMORY_GROWTH, PROCESS_CPU, PROCESS_GROWTH ->
                Optional.empty();
        };
    }
}
