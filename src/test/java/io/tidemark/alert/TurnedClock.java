package io.tidemark.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock that stands until it is turned: time passes on both faces, a step moves only the one people read. */
public final class TurnedClock implements InstantSource, LongSupplier {

    private volatile Instant now = Judgements.START;
    private volatile long nanos = 5_000_000_000_000L;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // turned by one thread
    public void turn(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** What an administrator or a time server does. */
    public void step(Duration by) {
        now = now.plus(by);
    }
}
