package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Instant;

/** The newest a series has: a sample, or the run its value is read from. */
sealed interface Point {

    Series series();

    String source();

    Instant at();

    /** A value that was sampled. */
    record Sampled(Series series, String source, Instant at, double value) implements Point {}

    /** A run of the probe that the series names. */
    record Probed(Series series, String source, Instant at, Run run) implements Point {}

    default Labels labels() {
        return series().labels();
    }
}
