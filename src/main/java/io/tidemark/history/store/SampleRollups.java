package io.tidemark.history.store;

import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.function.Consumer;

/** Roll-ups of sampled series. */
public interface SampleRollups extends Rollups {

    /** What the tiers can answer for between two instants. */
    Coverage coverage(String instance, Instant from, Instant to);

    /** Shows the minutes of the hours from one to another (exclusive), oldest first. */
    void minutes(String instance, Series series, Instant from, Instant to, Consumer<Summary> sink);

    /** Shows the hours from one to another (exclusive), oldest first. */
    void hours(String instance, Series series, Instant from, Instant to, Consumer<Summary> sink);
}
