package io.tidemark.history;

import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question for points of series.
 *
 * @param start first instant, inclusive
 * @param end last instant, inclusive
 * @param step distance of the points; null for the smallest that fits {@link #MAX_POINTS}, raw if that fits
 * @param aggregation how several samples of a step become one; null for the metric's own (average of a gauge, rate
 * of a counter)
 */
public record SampleQuery(SeriesSelector selector, Instant start, Instant end, @Nullable Duration step,
        @Nullable Aggregation aggregation) {

    /** No answer has more points per series than this. */
    public static final int MAX_POINTS = 11_000;

    public SampleQuery {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("start (" + start + ") must be before end (" + end + ")");
        }
        if (step != null && (!step.isPositive() || Duration.between(start, end).dividedBy(step) > MAX_POINTS)) {
            throw new IllegalArgumentException("step must be positive and give at most " + MAX_POINTS
                    + " points between start and end, got " + step);
        }
    }

    /** How several samples of one step become one point. */
    public enum Aggregation {
        AVG,
        MIN,
        MAX,
        SUM,
        LAST,
        RATE
    }
}
