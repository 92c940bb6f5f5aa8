package io.tidemark.history.window;

import io.tidemark.history.Standing;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is usual of one series lately, in two hundred bytes: the mean of averages over ten seconds and their mean absolute
 * deviation, both weighted exponentially. What is far off counts only as far as it is believed, so that an hour of trouble
 * does not become usual (Huber, "Robust Estimation of a Location Parameter", 1964). The last minute is set aside, so that
 * a stretch that has just begun is never compared with itself. Not thread-safe.
 */
final class Course {

    static final int STEP_SECONDS = 10;
    /** Fewer averages say nothing of what is usual. */
    static final int LEAST = 3;

    private static final int ASIDE = 6;
    private static final double HALF_LIFE_STEPS = 2 * 3600.0 / STEP_SECONDS;
    /** Deviations beyond so many usual ones are cut off. */
    private static final double BELIEVED = 5;
    private static final long STEP_MILLIS = STEP_SECONDS * 1000L;

    private final Metric metric;
    private final long since;
    private double read = Double.NaN;
    private long readAt;
    private int step;
    private double sum;
    private double weight;
    private final int[] steps = new int[ASIDE];
    private final double[] averages = new double[ASIDE];
    private int aside;
    private Usual usual = Usual.UNKNOWN;

    /** @param since when the first reading was taken, in milliseconds since 1970 */
    Course(Metric metric, long since) {
        this.metric = metric;
        this.since = since;
    }

    void add(long at, double value) {
        double seconds = (at - readAt) / 1e3;
        double before = read;
        read = value;
        readAt = at;
        if (metric.kind() != Metric.Kind.COUNTER) {
            add(at, value, 1);
        } else if (seconds > 0 && !Double.isNaN(before)) {
            add(at, Counters.increase(before, value), seconds);
        }
    }

    private void add(long at, double amount, double over) {
        int now = stepOf(at);
        if (now != step) {
            close(now);
        }
        sum += amount;
        weight += over;
    }

    private void close(int next) {
        if (next < step) {
            // Taken before the clock was set back: nobody can say any more when that was.
            aside = 0;
        } else if (weight > 0) {
            setAside(sum / weight);
        }
        step = next;
        sum = 0;
        weight = 0;
    }

    private void setAside(double average) {
        if (aside == ASIDE) {
            usual = usual.with(steps[0], averages[0]);
            System.arraycopy(steps, 1, steps, 0, ASIDE - 1);
            System.arraycopy(averages, 1, averages, 0, ASIDE - 1);
            aside--;
        }
        steps[aside] = step;
        averages[aside++] = average;
    }

    /**
     * Null when nothing was read in the stretch, or too little before it.
     *
     * @param least of a shorter beginning of a step nothing is told: then the stretch begins a step earlier
     */
    @Nullable
    Standing standing(Series series, Instant from, Instant to, Duration least) {
        int last = stepOf(to.toEpochMilli());
        int first = first(from.toEpochMilli(), to.toEpochMilli() - least.toMillis(), last);
        double total = 0;
        double share = 0;
        for (int i = 0; i < aside; i++) {
            if (steps[i] >= first && steps[i] <= last) {
                total += averages[i];
                share++;
            }
        }
        if (weight > 0 && step >= first && step <= last) {
            double passed = Math.clamp((to.toEpochMilli() - begun()) / (double) STEP_MILLIS, 0, 1);
            total += passed * sum / weight;
            share += passed;
        }
        return share == 0 ? null : standing(series, total / share, first);
    }

    /** How the newest reading stands, which is a whole by itself; null when it is not of the stretch. */
    @Nullable
    Standing standingOfLast(Series series, Instant from, Instant to) {
        return readAt < from.toEpochMilli() || readAt > to.toEpochMilli()
                ? null
                : standing(series, read, stepOf(from.toEpochMilli()));
    }

    private @Nullable Standing standing(Series series, double value, int first) {
        Usual before = usual;
        for (int i = 0; i < aside && steps[i] < first; i++) {
            before = before.with(steps[i], averages[i]);
        }
        return before.count < LEAST
                ? null
                : new Standing(metric, series, value, before.mean, before.spread, Instant.ofEpochMilli(since));
    }

    /** What is read rarely may have its newest reading from just before the stretch. */
    private int first(long from, long latest, int last) {
        int first = stepOf(from);
        int newest = Math.max(from, begun()) > latest ? step - 1 : Math.max(step, last - 1);
        return Math.min(first, newest);
    }

    private long begun() {
        return step * STEP_MILLIS;
    }

    private static int stepOf(long millis) {
        return (int) Math.floorDiv(millis, STEP_MILLIS);
    }

    /**
     * What is usual after some averages.
     *
     * @param last step of the last of them
     */
    private record Usual(int count, int last, double mean, double spread) {

        static final Usual UNKNOWN = new Usual(0, 0, 0, 0);

        Usual with(int at, double average) {
            if (count == 0) {
                return new Usual(1, at, average, 0);
            }
            double off = average - mean;
            double bound = count < LEAST || spread == 0 ? Double.MAX_VALUE : BELIEVED * spread;
            double believed = Math.clamp(off, -bound, bound);
            double share = Math.max(1.0 / (count + 1), forgotten(at));
            return new Usual(count + 1, at, mean + share * believed,
                    spread + share * (Math.abs(believed) - spread));
        }

        /** Series that are read rarely are forgotten as fast as others, but no gap makes a single reading count for much. */
        private double forgotten(int at) {
            return 1 - Math.pow(2, -Math.clamp(at - last, 1, ASIDE) / HALF_LIFE_STEPS);
        }
    }
}
