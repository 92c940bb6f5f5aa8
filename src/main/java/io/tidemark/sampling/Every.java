package io.tidemark.sampling;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when something rare is due again; the first time at once. */
final class Every {

    private final long interval;
    private final LongSupplier nanos;
    private long next;

    Every(Duration interval, LongSupplier nanos) {
        this.interval = interval.toNanos();
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    boolean due() {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return false;
        }
        next = now + interval;
        return true;
    }
}
