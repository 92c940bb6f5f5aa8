package io.tidemark.history;

import io.tidemark.history.store.Tier;
import java.time.Duration;
import java.time.Instant;

/** Steps people can read: whole seconds, minutes, hours, days. */
final class ReadableSteps {

    private static final long[] SECONDS = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200,
            10_800, 21_600, 43_200, 86_400};

    private ReadableSteps() {}

    /** The smallest that gives at most so many points between two instants, both included. */
    static Duration smallest(Instant start, Instant end, int most) {
        long seconds = Duration.between(start, end).toSeconds();
        for (long step : SECONDS) {
            if (seconds / step < most) {
                return Duration.ofSeconds(step);
            }
        }
        // Whole days, for which hours suffice.
        return Duration.ofDays(Math.ceilDiv(seconds / most + 1, SECONDS[SECONDS.length - 1]));
    }

    /** The start moved back to where a step of a minute or more begins, so that summaries answer it exactly. */
    static Instant aligned(Instant start, Duration step) {
        long millis = step.toMillis();
        return millis < Tier.MINUTES.millis()
                ? start
                : Instant.ofEpochMilli(Math.floorDiv(start.toEpochMilli(), millis) * millis);
    }
}
