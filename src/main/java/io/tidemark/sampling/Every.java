package io.tidemark.sampling;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when something rare is due again, to one of those who ask; the first time at once. Safe for threads. */
final class Every {

    private final long interval;
    private final LongSupplier nanos;
    private long next;

    Every(Duration interval, LongSupplier nanos) {
        this.interval = interval.toNanos();
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    synchronized boolean due() {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return false;
        }
        next = now + interval;
        return true;
    }
}
