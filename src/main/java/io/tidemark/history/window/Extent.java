package io.tidemark.history.window;

import org.jspecify.annotations.Nullable;

/**
 * How far back a window is to reach, and how far back it does hold all that was seen. Times are those of the readings, in
 * milliseconds since 1970. Not thread-safe.
 */
final class Extent {

    private long length;
    private long newest;
    private long completeFrom;

    /** @param first when the first reading was taken */
    Extent(long first) {
        newest = first;
        completeFrom = first;
    }

    long length() {
        return length;
    }

    /** Makes it as long at least; answers whether it is longer than before. */
    boolean hold(long millis) {
        if (millis <= length) {
            return false;
        }
        // What is older was let go.
        completeFrom = Math.max(completeFrom, newest - length);
        length = millis;
        return true;
    }

    void holdOnly(long millis) {
        length = millis;
    }

    void saw(long at) {
        if (at < newest) {
            // The clock was set back, and with that what was seen later is gone.
            completeFrom = at;
        }
        newest = at;
    }

    /** Whether a window of some length holds all that was seen in it. */
    boolean isWhole(long millis) {
        return newest - millis >= completeFrom;
    }

    /** What would have to be read to make it whole; null when it is. */
    @Nullable
    Stretch lack() {
        return isWhole(length) ? null : new Stretch(newest - length, completeFrom - 1);
    }

    /** Whether what is held goes on where a stretch ends, or before. */
    boolean continues(Stretch stretch) {
        return completeFrom - 1 <= stretch.to();
    }

    /** To be called when what was seen from an instant on is held. */
    void reach(long from) {
        completeFrom = Math.min(completeFrom, from);
    }
}
