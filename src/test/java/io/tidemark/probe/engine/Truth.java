package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import io.tidemark.probe.workload.Stopwatch;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;
import org.HdrHistogram.Histogram;

/** What the operations of a run really took, whatever the machine was busy with, to compare with what is told of them. */
final class Truth {

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final LongAccumulator heldUp = new LongAccumulator(Math::max, 0);

    /** An operation of a length; see {@link #add}. */
    void lasts(int number, Duration duration, Stopwatch watch) {
        ScriptedWorkload.lasts(duration, watch);
        heldUp.accumulate(watch.nanos() - duration.toNanos());
        add(number, watch);
    }

    /** Takes down an operation that has ended, unless it is the first one, the cold call: that is told apart. */
    void add(int number, Stopwatch watch) {
        if (number > 0) {
            nanos.add(watch.nanos());
        }
    }

    /** How many took longer. */
    long beyond(double seconds) {
        return nanos.stream().filter(one -> one > seconds * 1e9).count();
    }

    /** By how many seconds the machine made one last longer than it was to, at the worst. */
    double heldUp() {
        return heldUp.get() / 1e9;
    }

    /** Largest gap of the cumulative curves (Kolmogorov and Smirnov), at the ends of the histogram's buckets. */
    double gap(Distribution told) {
        Histogram exact = new Histogram(1, Distribution.HIGHEST_NANOS, 4);
        nanos.forEach(exact::recordValue);
        double largest = 0;
        for (Distribution.Bucket bucket : told.buckets()) {
            double reported = told.countWithin(bucket.to()) / (double) told.count();
            double real = exact.getCountBetweenValues(0, Math.round(bucket.to() * 1e9))
                    / (double) exact.getTotalCount();
            largest = Math.max(largest, Math.abs(reported - real));
        }
        return largest;
    }
}
