package io.tidemark.sampling;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A ticker that only moves when told to. */
final class Turned implements LongSupplier {

    private long nanos = 5_000_000_000L;

    void forward(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
