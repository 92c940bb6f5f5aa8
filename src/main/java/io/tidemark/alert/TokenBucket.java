package io.tidemark.alert;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much one channel may be told: a few messages at once, then what has gathered. A message costs a second for each
 * change in it, up to twenty: the more there is to tell, the longer it is gathered. Not safe for threads.
 */
final class TokenBucket {

    static final int BURST = 5;
    static final int LONGEST = 20;

    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier ticker;
    private long filledAt;
    /** May be below zero; in nanoseconds of filling. */
    private long level = BURST * NANOS;

    TokenBucket(LongSupplier ticker) {
        this.ticker = ticker;
        this.filledAt = ticker.getAsLong();
    }

    /** How long until something may be sent; zero when it may be now. */
    Duration left() {
        long now = ticker.getAsLong();
        level = Math.min(BURST * NANOS, level + now - filledAt);
        filledAt = now;
        return Duration.ofNanos(Math.max(0, NANOS - level));
    }

    /**
     * Pays for a message. A large one that is full costs no more than a single change, as waiting would not make fewer
     * of them.
     *
     * @param most changes that fit into one
     */
    void pay(int changes, int most) {
        boolean full = changes == most && most > LONGEST;
        level -= (full ? 1 : Math.min(changes, LONGEST)) * NANOS;
    }
}
