package io.tidemark.sampling;

import io.tidemark.metric.Overhead;
import io.tidemark.sampling.Slowing.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Counts the processor time of all readings and keeps it within a share of one core by slowing optional samplers. */
final class Budget implements Overhead {

    /** How often intervals are thought over. */
    static final Duration REVIEW = Duration.ofMinutes(1);

    private final double share;
    private final LongSupplier nanos;
    private final LongSupplier processor;
    private final List<Pace> paces = new ArrayList<>();
    private long reviewed;
    private double used;

    /**
     * @param share of one core
     * @param nanos monotonic time
     * @param processor processor time of the calling thread, in nanoseconds
     */
    Budget(double share, LongSupplier nanos, LongSupplier processor) {
        this.share = share;
        this.nanos = nanos;
        this.processor = processor;
        this.reviewed = nanos.getAsLong();
        this.used = Double.NaN;
    }

    /** Takes a sampler into account. */
    synchronized Pace pace(Duration usual, boolean essential) {
        Pace pace = new Pace(usual, !essential);
        paces.add(pace);
        return pace;
    }

    @Override
    public synchronized Figures now() {
        return new Figures(share, Double.isNaN(used) ? spentShare() : used,
                (int) paces.stream().filter(pace -> pace.factor > 1).count());
    }

    private synchronized void spent(Pace pace, long cost) {
        pace.readings++;
        pace.spent += Math.max(0, cost);
        if (nanos.getAsLong() - reviewed >= REVIEW.toNanos()) {
            review();
        }
    }

    private void review() {
        used = spentShare();
        reviewed = nanos.getAsLong();
        int[] factors = Slowing.factors(share, paces.stream().map(Pace::load).toList());
        for (int i = 0; i < factors.length; i++) {
            paces.get(i).to(factors[i]);
        }
    }

    private double spentShare() {
        long elapsed = nanos.getAsLong() - reviewed;
        return elapsed <= 0 ? 0 : paces.stream().mapToLong(Pace::sinceReview).sum() / (double) elapsed;
    }

    /** The interval of one sampler and what its readings cost. */
    final class Pace {

        private final Duration usual;
        private final boolean optional;
        private volatile int factor = 1;
        private volatile long spent;
        private long readings;
        private long spentBefore;
        private long readingsBefore;
        private double cost;
        private boolean fresh;

        private Pace(Duration usual, boolean optional) {
            this.usual = usual;
            this.optional = optional;
        }

        Duration usual() {
            return usual;
        }

        Duration interval() {
            return usual.multipliedBy(factor);
        }

        /** Processor time of all readings. */
        Duration spent() {
            return Duration.ofNanos(spent);
        }

        /** Runs a reading and counts its processor time. */
        void count(Runnable reading) {
            long before = processor.getAsLong();
            reading.run();
            Budget.this.spent(this, processor.getAsLong() - before);
        }

        private long sinceReview() {
            return spent - spentBefore;
        }

        /** The mean cost lately, half of it from the last minute. */
        private Load load() {
            if (readings > readingsBefore) {
                double mean = sinceReview() / 1e9 / (readings - readingsBefore);
                cost = readingsBefore == 0 ? mean : (cost + mean) / 2;
                fresh = true;
            }
            spentBefore = spent;
            readingsBefore = readings;
            return new Load(usual, cost, factor, optional, fresh);
        }

        private void to(int next) {
            if (next != factor) {
                factor = next;
                fresh = false;
            }
        }
    }
}
