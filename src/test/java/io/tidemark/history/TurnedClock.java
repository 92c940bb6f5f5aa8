package io.tidemark.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is turned. */
public final class TurnedClock implements InstantSource {

    private volatile Instant now;

    public TurnedClock(Instant now) {
        this.now = now;
    }

    public void turn(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
