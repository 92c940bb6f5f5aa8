package io.tidemark.history.jpa;

import io.tidemark.metric.ProbeMeasure;
import java.util.Optional;

/**
 * Which measure of a run `r` can be read off its columns, so that its series needs no histogram; null where the run does not
 * know it, unless it tells it itself among its measures.
 */
final class RunColumns {

    private static final String COSTED = "(r.cpuSeconds <> 0 or r.allocatedBytes <> 0 or r.cpuShare <> 0)";
    /** As a run says it of itself. */
    private static final String COUNTED = "(r.operations > 0 or r.outcome <> 'SUCCEEDED' or " + COSTED + ")";
    private static final String TIMED = "(r.measuredSeconds > 0 or r.operations = r.failures)";

    private RunColumns() {}

    static Optional<String> of(String measure) {
        return ProbeMeasure.named(measure).flatMap(RunColumns::of);
    }

    private static Optional<String> of(ProbeMeasure measure) {
        return switch (measure) {
            case P50 -> Optional.of("r.latency.p50");
            case P90 -> Optional.of("r.latency.p90");
            case P95 -> Optional.of("r.latency.p95");
            case P99 -> Optional.of("r.latency.p99");
            case P999 -> Optional.of("r.latency.p999");
            case MIN -> Optional.of("r.latency.min");
            case MEAN -> Optional.of("r.latency.mean");
            case MAX -> Optional.of("r.latency.max");
            case STDDEV -> Optional.of("r.latency.stddev");
            case IQR -> Optional.of("r.latency.iqr");
            case THROUGHPUT -> known(COUNTED + " and " + TIMED, "r.throughput");
            case OPERATIONS -> known(COUNTED, "r.operations");
            case ERROR_RATE -> Optional.of("r.errorRate");
            case DURATION -> known("r.measuredSeconds > 0", "r.measuredSeconds");
            case POOL_WAIT -> Optional.of("r.poolWait");
            case CPU_SHARE -> known(COSTED, "r.cpuShare");
            case ALLOCATED -> known(COSTED, "r.allocatedBytes");
            // Whether a run was verified at all is in its outcome, so no column alone says how many there were.
            case LATENCY, VIOLATIONS, HIT_RATE, SPEEDUP, COLD, REUSE_RATE, LEAKS, BREAKING_POINT, SUSTAINED_LEVEL,
                    RECOVERY, MEMORY_GROWTH, PROCESS_CPU, PROCESS_GROWTH ->
                Optional.empty();
        };
    }

    private static Optional<String> known(String condition, String column) {
        return Optional.of("case when " + condition + " then " + column + " end");
    }
}
