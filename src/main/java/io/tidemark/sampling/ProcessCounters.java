package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Reading;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Adds up the counters of processes that come and go. A process counts from when it is first seen, so that neither an
 * end nor a start makes a sum jump.
 */
final class ProcessCounters {

    /** Processor time is counted in ticks of 10 ms: over a shorter stretch its rate says nothing. */
    private static final double ENOUGH = 0.05;

    private final List<ToDoubleFunction<Reading>> counters;
    private final double[] totals;
    private final double[] increases;
    private final boolean[] known;
    private Map<Identity, Reading> before = Map.of();
    private long beforeNanos;
    private double elapsed;

    ProcessCounters(List<ToDoubleFunction<Reading>> counters) {
        this.counters = counters;
        this.totals = new double[counters.size()];
        this.increases = new double[counters.size()];
        this.known = new boolean[counters.size()];
        Arrays.fill(totals, Double.NaN);
    }

    /** Takes one reading of all of them; one that follows another at once is passed over. */
    void take(List<Reading> readings, long nanos) {
        elapsed = (nanos - beforeNanos) / 1e9;
        if (!before.isEmpty() && elapsed < ENOUGH) {
            Arrays.fill(increases, Double.NaN);
            return;
        }
        Map<Identity, Reading> now = new HashMap<>();
        readings.forEach(reading -> now.put(reading.identity(), reading));
        for (int i = 0; i < totals.length; i++) {
            add(i, now.values());
        }
        before = now;
        beforeNanos = nanos;
    }

    /** Total of all that were ever seen; NaN before the first, and while one of them may not be read. */
    double total(int counter) {
        return known[counter] ? totals[counter] : Double.NaN;
    }

    /** Increase a second since the last reading; NaN when nothing was seen twice, or too soon. */
    double rate(int counter) {
        return increases[counter] / elapsed;
    }

    private void add(int counter, Iterable<Reading> now) {
        ToDoubleFunction<Reading> value = counters.get(counter);
        double sum = 0;
        double increase = 0;
        boolean seenTwice = false;
        boolean any = false;
        for (Reading reading : now) {
            any = true;
            double current = value.applyAsDouble(reading);
            sum += current;
            Reading earlier = before.get(reading.identity());
            double more = earlier == null ? Double.NaN : current - value.applyAsDouble(earlier);
            if (!Double.isNaN(more)) {
                seenTwice = true;
                increase += Math.max(0, more);
            }
        }
        known[counter] = !Double.isNaN(sum);
        increases[counter] = seenTwice ? increase : Double.NaN;
        if (!Double.isNaN(totals[counter])) {
            totals[counter] += increase;
        } else if (any) {
            totals[counter] = sum;
        }
    }
}
