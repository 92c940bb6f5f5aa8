package io.tidemark.history;

import io.tidemark.history.window.LatestReadings;
import io.tidemark.metric.Observation;
import java.util.Optional;

/** Readings made of observations that are handed in, to try on the past what is judged of the present. */
public final class Rehearsal {

    /** What was usual is nobody's question here. */
    private final LatestReadings readings = new LatestReadings(_ -> Optional.empty());

    /** Latest values and windows of what was taken in so far. */
    public Readings readings() {
        return readings;
    }

    public void take(Observation observation) {
        readings.accept(observation);
    }
}
