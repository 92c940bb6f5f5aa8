package io.tidemark.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How a series moved over a window, with what can be said of it for sure. Never from two values, and not from single
 * ones either: those of one second are so like those of the second before that every test which takes them for
 * independent raises alarms without end.
 * <p>
 * The window is cut into twelve blocks of equally many values (fewer when there are less than 24), and only their means
 * are looked at (batch means: Schmeiser 1982, "Batch size effects in the analysis of simulation output", Operations
 * Research 30(3)). The increase is the least-squares slope over the means. How sure it is follows from the differences
 * of neighbouring means, whose variance is corrected for the correlation of each with the next (Newey and West 1987,
 * Econometrica 55(3)), by Student's t with one degree of freedom less than there are differences: differences stay valid
 * where the level wanders, and a single jump makes them vary so much that it counts for nothing (compare Ibragimov and
 * Müller 2010, "t-statistic based correlation and heterogeneity robust inference", JBES 28(4)). The interval is never
 * narrower than a tenth of what the values usually move within a block, since the means of a sawtooth that is cut
 * through anywhere move by about that.
 * <p>
 * What has levelled off is no growth: unless the first half grew at a third of the pace at least and the later half at
 * two thirds of it, the interval is extended to zero.
 *
 * @param increase fitted over the window, in the metric's unit
 * @param low lower end of the interval the increase lies in with a confidence of 99 %
 * @param high upper end
 * @param level mean of all values
 * @param span from the first value to the last
 * @param lasting whether both halves moved as the whole did
 */
public record Growth(double increase, double low, double high, double level, Duration span, boolean lasting) {

    /** Fewer values say nothing. */
    public static final int LEAST_VALUES = GrowthFit.LEAST_VALUES;
    /** What moves by less than this share of its level stands still. */
    private static final double STILL = 0.05;

    /**
     * Fits values.
     *
     * @param millis when each was taken, in order
     * @return empty with fewer than {@link #LEAST_VALUES} values, or all of one instant
     */
    public static Optional<Growth> of(long[] millis, double[] values) {
        return GrowthFit.of(millis, values);
    }

    public Trend trend() {
        if (low > 0) {
            return Trend.GROWING;
        }
        if (high < 0) {
            return Trend.SHRINKING;
        }
        return Math.max(-low, high) <= STILL * Math.abs(level) ? Trend.STEADY : Trend.UNDECIDED;
    }

    /** Whether it would count as growing or shrinking had both halves moved alike. */
    public boolean cameToAnEnd() {
        return !lasting && (low == 0 || high == 0);
    }

    /** Whether a value is one that the increase may have. */
    public boolean mayBe(double value) {
        return low <= value && value <= high;
    }

    /** What can be said for sure. */
    public enum Trend {
        /** It grew, and goes on growing. */
        GROWING,
        /** It shrank, and goes on shrinking. */
        SHRINKING,
        /** Whatever it moved by is less than a twentieth of its level. */
        STEADY,
        /** It may have moved and it may not. */
        UNDECIDED
    }
}
