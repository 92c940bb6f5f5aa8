package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the processor time of processes that come and go. A process counts from when it is first seen, so that
 * neither an end nor a start makes the sum jump.
 */
final class ProcessCpu {

    /** Processor time is counted in ticks of 10 ms: over a shorter stretch its share says nothing. */
    private static final double ENOUGH = 0.05;

    private final int processors;
    private Map<Identity, Double> before = Map.of();
    private long beforeNanos;
    private double total = Double.NaN;

    /** @param processors how many the whole host has */
    ProcessCpu(int processors) {
        this.processors = processors;
    }

    /**
     * Takes one reading of all of them.
     *
     * @return share of all processors used since the last reading, 0 to 1; NaN when nothing was seen twice, or too soon
     */
    double take(List<Reading> readings, long nanos) {
        double elapsed = (nanos - beforeNanos) / 1e9;
        if (!before.isEmpty() && elapsed < ENOUGH) {
            return Double.NaN;
        }
        double used = 0;
        boolean seenTwice = false;
        Map<Identity, Double> now = new HashMap<>();
        for (Reading reading : readings) {
            now.put(reading.identity(), reading.cpuSeconds());
            Double earlier = before.get(reading.identity());
            if (earlier != null) {
                seenTwice = true;
                used += Math.max(0, reading.cpuSeconds() - earlier);
            }
        }
        add(used, now);
        before = now;
        beforeNanos = nanos;
        return seenTwice ? Math.clamp(used / elapsed / processors, 0, 1) : Double.NaN;
    }

    /** Seconds used by all that were ever seen; NaN before the first. */
    double total() {
        return total;
    }

    private void add(double used, Map<Identity, Double> now) {
        if (!Double.isNaN(total)) {
            total += used;
        } else if (!now.isEmpty()) {
            total = now.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }
}
