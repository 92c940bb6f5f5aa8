package io.tidemark.threshold;

import java.util.function.LongSupplier;

/**
 * Nanoseconds in which this process was awake. While it is stopped, or its machine is, nobody looks: what was not seen in
 * that time is not missing, and what was broken before it has not lasted through it. To be asked every second or so.
 */
final class AwakeTime implements LongSupplier {

    /** Nothing but standing still makes the pause between two questions as long. */
    static final long STOOD_STILL = 5_000_000_000L;
    private static final long USUAL = 1_000_000_000L;

    private final LongSupplier ticker;
    private long asked;
    private long asleep;

    /** @param ticker nanoseconds that are never set back or forth */
    AwakeTime(LongSupplier ticker) {
        this.ticker = ticker;
        this.asked = ticker.getAsLong();
    }

    @Override
    public synchronized long getAsLong() {
        long now = ticker.getAsLong();
        if (now - asked >= STOOD_STILL) {
            asleep += now - asked - USUAL;
        }
        asked = now;
        return now - asleep;
    }
}
