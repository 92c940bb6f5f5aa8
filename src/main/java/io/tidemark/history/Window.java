package io.tidemark.history;

import java.time.Instant;
import java.util.Optional;

/** The values of one series over a stretch of time. Never empty. Values are in the metric's base unit. */
public interface Window {

    /** When the first value in it was taken. */
    Instant from();

    /** When the last value in it was taken. */
    Instant to();

    /** How many values it holds. */
    long count();

    double avg();

    double min();

    double max();

    double sum();

    double last();

    /** Nearest-rank percentile, 0 to 100. */
    double percentile(double percent);

    /** A counter's increase per second, resets taken into account; 0 with fewer than two values. */
    double rate();

    /** How it moved over the window; empty with fewer than {@link Growth#LEAST_VALUES} values. */
    Optional<Growth> growth();
}
