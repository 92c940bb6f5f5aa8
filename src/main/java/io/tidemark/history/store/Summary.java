package io.tidemark.history.store;

import io.tidemark.history.window.Counters;

/**
 * What the samples of one series over a stretch of time come to. It says nothing of what was before or after, so that
 * neighbours can be merged exactly, whatever comes later elsewhere.
 *
 * @param beforeRestarts what a counter had reached each time it started again at zero, added up
 */
public record Summary(long firstMillis, long lastMillis, long count, double min, double max, double sum, double first,
        double last, double beforeRestarts) {

    public static Summary of(long millis, double value) {
        return new Summary(millis, millis, 1, value, value, value, value, value, 0);
    }

    public double avg() {
        return sum / count;
    }

    /** What a counter gained from the first to the last of the samples, restarts included. */
    public double increase() {
        return last - first + beforeRestarts;
    }

    /** What a counter gained from the last sample of an earlier stretch to the first of this one. */
    public double increaseSince(double lastBefore) {
        return Counters.increase(lastBefore, first);
    }
}
