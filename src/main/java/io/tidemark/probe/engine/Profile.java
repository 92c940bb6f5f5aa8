package io.tidemark.probe.engine;

import java.time.Duration;

/** How the load of a run changes; its level is workers of a closed pace, arrivals per second of an open one. */
public sealed interface Profile {

    /** The same from beginning to end. */
    record Sustained() implements Profile {}

    /** Rises to the peak in equal steps. */
    record Ramp(double peak, int steps) implements Profile {}

    /** As usual, then the peak at once, then as usual again until it has recovered. */
    record Spike(double peak) implements Profile {}

    /**
     * Rises in equal steps until one breaks the objective, then as usual again until it has recovered.
     *
     * @param objective the 95th percentile a step has to keep to; more than 5 % of failed operations break it as well
     */
    record Stress(double peak, int steps, Duration objective) implements Profile {}
}
