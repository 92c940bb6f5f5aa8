package io.tidemark.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question for how the latency of a probe spread over time.
 *
 * @param start first instant, inclusive; steps are counted from it
 * @param end last instant, inclusive
 * @param step length of what is merged into one item
 */
public record LatencyQuery(String probe, Instant start, Instant end, Duration step) {

    /** No answer has more items than this. */
    public static final int MAX_ITEMS = 2_000;
    private static final int USUAL_ITEMS = 300;

    public LatencyQuery {
        requireOrder(start, end);
        if (!step.isPositive() || Duration.between(start, end).dividedBy(step) >= MAX_ITEMS) {
            throw new IllegalArgumentException("step must be positive and give at most " + MAX_ITEMS
                    + " items between start and end, got " + step);
        }
    }

    /**
     * Asks with a step that may be left open.
     *
     * @param step null for the smallest that people can read and that gives at most 300 items
     */
    public static LatencyQuery of(String probe, Instant start, Instant end, @Nullable Duration step) {
        requireOrder(start, end);
        if (step != null) {
            return new LatencyQuery(probe, start, end, step);
        }
        Duration chosen = ReadableSteps.smallest(start, end, USUAL_ITEMS);
        return new LatencyQuery(probe, ReadableSteps.aligned(start, chosen), end, chosen);
    }

    private static void requireOrder(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("start (" + start + ") must be before end (" + end + ")");
        }
    }
}
