package io.tidemark.history;

import io.tidemark.history.window.LatestReadings;
import io.tidemark.metric.Observation;

/** Readings made of observations that are handed in, to try on the past what is judged of the present. */
public final class Rehearsal {

    private final LatestReadings readings = new LatestReadings();

    /** Latest values and windows of what was taken in so far. */
    public Readings readings() {
        return readings;
    }

    public void take(Observation observation) {
        readings.accept(observation);
    }
}
