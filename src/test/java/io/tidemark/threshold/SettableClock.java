package io.tidemark.threshold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock that tests turn: time passes on both faces, a step moves only the one people read. */
final class SettableClock implements InstantSource, LongSupplier {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Instant now = START;
    private long nanos = 1_000_000_000_000L;

    void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    void passSeconds(double seconds) {
        pass(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    /** What an administrator or a time server does. */
    void step(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    /** For messages: seconds since the start on the face people read. */
    static double seconds(Instant instant) {
        return Duration.between(START, instant).toMillis() / 1e3;
    }
}
