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
            case P50 -> Optional.of("latencyP50");
            case P90 -> Optional.of("latencyP90");
            case P95 -> Optional.of("latencyP95");
            case P99 -> Optional.of("latencyP99");
            case P999 -> Optional.of("latencyP999");
            case MIN -> Optional.of("latencyMin");
            case MEAN -> Optional.of("latencyMean");
            case MAX -> Optional.of("latencyMax");
            case STDDEV -> Optional.of("latencyStddev");
            case IQR -> Optional.of("latencyIqr");
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
