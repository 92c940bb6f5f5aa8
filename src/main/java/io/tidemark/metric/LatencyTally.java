package io.tidemark.metric;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Latencies of many runs added up, without loss and with only the buckets in use held. Takes less time and memory than
 * merging distributions when those are many. Not safe for threads.
 */
public final class LatencyTally {

    /** Upper ends of the buckets in use in nanoseconds, rising, and how many values each holds. */
    private long[] values = {};
    private long[] counts = {};
    private long count;

    public void add(Distribution part) {
        part.addTo(this);
    }

    /** Takes rising upper ends of buckets of the shape all distributions share. */
    void add(long[] moreValues, long[] moreCounts) {
        long[] bothValues = new long[values.length + moreValues.length];
        long[] bothCounts = new long[bothValues.length];
        int used = 0;
        int own = 0;
        int more = 0;
        while (own < values.length || more < moreValues.length) {
            long next = Math.min(own < values.length ? values[own] : Long.MAX_VALUE,
                    more < moreValues.length ? moreValues[more] : Long.MAX_VALUE);
            bothValues[used] = next;
            if (own < values.length && values[own] == next) {
                bothCounts[used] += counts[own++];
            }
            if (more < moreValues.length && moreValues[more] == next) {
                bothCounts[used] += moreCounts[more++];
            }
            used++;
        }
        values = Arrays.copyOf(bothValues, used);
        counts = Arrays.copyOf(bothCounts, used);
        count += Arrays.stream(moreCounts).sum();
    }

    /** The same as one distribution. */
    public Distribution toDistribution() {
        Histogram nanos = Distribution.empty();
        for (int i = 0; i < values.length; i++) {
            nanos.recordValueWithCount(Math.min(values[i], Distribution.HIGHEST_NANOS), counts[i]);
        }
        return Distribution.of(nanos);
    }

    public long count() {
        return count;
    }

    /** Seconds that the given share of operations stayed within, nearest rank; 0 when empty. */
    public double percentile(double percent) {
        return count == 0 ? 0 : Distribution.percentile(percent, values, counts, count);
    }

    /**
     * How many operations each cell of a grid holds: those within its edge and not within the one before.
     *
     * @param edges upper ends of the cells in seconds, rising; what is beyond the last counts to the last
     */
    public long[] cells(double[] edges) {
        long[] cells = new long[edges.length];
        int cell = 0;
        long limit = Distribution.highestWithin(edges[0]);
        for (int i = 0; i < values.length; i++) {
            while (cell < edges.length - 1 && values[i] > limit) {
                limit = Distribution.highestWithin(edges[++cell]);
            }
            cells[cell] += counts[i];
        }
        return cells;
    }
}
