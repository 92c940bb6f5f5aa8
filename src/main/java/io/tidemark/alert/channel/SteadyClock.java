package io.tidemark.alert.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that goes on as before when the machine's is set back: what is told as an instant to come must not be one that
 * is over elsewhere.
 */
final class SteadyClock implements InstantSource {

    private final InstantSource clock;
    private final LongSupplier ticker;
    private Instant latest;
    private long readAt;

    /** @param ticker nanoseconds that are never set back */
    SteadyClock(InstantSource clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.latest = clock.instant();
        this.readAt = ticker.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        long nanos = ticker.getAsLong();
        Instant onwards = latest.plus(Duration.ofNanos(nanos - readAt));
        Instant read = clock.instant();
        latest = read.isAfter(onwards) ? read : onwards;
        readAt = nanos;
        return latest;
    }
}
