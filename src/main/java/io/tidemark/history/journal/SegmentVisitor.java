package io.tidemark.history.journal;

import io.tidemark.metric.Series;

/** Is shown what a segment holds, in the order it was appended. */
public interface SegmentVisitor {

    default void sample(Series series, long millis, double value) {}

    /**
     * Shows one record of a topic.
     *
     * @param end where the next record starts
     * @return whether to go on
     */
    default boolean record(String topic, byte[] payload, long end) {
        return true;
    }
}
