package io.tidemark.history.store;

import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.HashMap;
import java.util.Map;

/**
 * What the runs of one probe over a stretch of time come to: sums and merged distributions, of which every figure can be
 * made anew.
 *
 * @param startMillis when the first of them began
 * @param verified runs that could look whether what must hold afterwards does
 * @param measuredSeconds length of the measured parts together
 * @param violations things that did not hold after those, of all together
 * @param errors operations by kind of error
 * @param outcomes runs by outcome
 * @param sums figures of which only the mean over the runs can be told, of all runs together: the processor share and
 * those of the workload
 * @param counts how many runs had each of those figures
 * @param distributions encoded {@link Distributions}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
public record RunSummary(long startMillis, long runs, long verified, long operations, long failures,
        double measuredSeconds, double cpuSeconds, long allocatedBytes, long violations, Map<String, Long> errors,
        Map<String, Long> outcomes, Map<String, Double> sums, Map<String, Long> counts, byte[] distributions) {

    public static RunSummary of(Run run) {
        Map<String, Double> sums = new HashMap<>(run.measures());
        if (run.cost().isKnown()) {
            sums.put(ProbeMeasure.CPU_SHARE.measure(), run.cost().cpuShare());
        }
        Map<String, Long> counts = new HashMap<>();
        sums.keySet().forEach(measure -> counts.put(measure, 1L));
        boolean verified = run.wasVerified();
        return new RunSummary(run.startedAt().toEpochMilli(), 1, verified ? 1 : 0, run.attempts(),
                run.failures(), run.measured().toNanos() / 1e9, run.cost().cpuSeconds(), run.cost().allocatedBytes(),
                verified ? run.violations().size() : 0, run.errors(), Map.of(run.outcome().code(), 1L), sums, counts,
                Distributions.of(run).encode());
    }

    /** Successful operations per second of the measured parts. */
    public double throughput() {
        return measuredSeconds > 0 ? (operations - failures) / measuredSeconds : 0;
    }
}
