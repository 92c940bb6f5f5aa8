package io.tidemark.probe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the load of a run comes about.
 *
 * @param rate arrivals per second, whatever became of those before (open model); without it a closed loop of workers
 * @param think pause of a worker between two operations, in a closed loop only; none by default
 * @param duration length of the measured part instead of a number of operations
 * @param connections sessions the workers share; one each by default, up to 64, or 1,000 of an HTTP or WebSocket endpoint
 * @param profile how the load changes; `sustained` by default
 * @param peak the highest workers or arrivals per second a profile goes to
 * @param steps steps from the usual load to the peak, 2 to 50; 10 by default
 * @param objective the p95 a step has to keep to; more than 5 % of failed operations break it as well
 */
public record LoadSettings(@Nullable Double rate, @Nullable Duration think, @Nullable Duration duration,
        @Nullable Integer connections, @Nullable Profile profile, @Nullable Double peak, @Nullable Integer steps,
        @Nullable Duration objective) {

    /** The shapes of load. */
    public enum Profile {
        /** The same from beginning to end. */
        SUSTAINED,
        /** Rises step by step to the peak. */
        RAMP,
        /** Usual, then the peak at once, then usual again, to see how long the recovery takes. */
        SPIKE,
        /** Rises until the objective breaks, then usual again, to find the breaking point. */
        STRESS
    }
}
