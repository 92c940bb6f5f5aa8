package io.tidemark.threshold;

import java.util.function.LongSupplier;

/**
 * Nanoseconds in which this service was there to notice anything. It is asked at least once a second: a longer gap is a
 * standstill of its own, as of a frozen process, which says neither that data is missing nor that a breach has lasted.
 * Not safe for threads: guarded by its owner's lock.
 */
final class LivedTime implements LongSupplier {

    /** No more of a gap counts. Less than three intervals of what is sampled every second. */
    private static final long MOST = 2_000_000_000L;

    private final LongSupplier ticker;
    private long last;
    private long lived;

    /** @param ticker nanoseconds that are never set back or forth */
    LivedTime(LongSupplier ticker) {
        this.ticker = ticker;
        this.last = ticker.getAsLong();
    }

    @Override
    public long getAsLong() {
        long now = ticker.getAsLong();
        lived += Math.min(now - last, MOST);
        last = now;
        return lived;
    }
}
