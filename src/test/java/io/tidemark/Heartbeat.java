package io.tidemark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Notes how long this JVM has stood still: what is late by no more than that is not late by its own doing. */
final class Heartbeat implements AutoCloseable {

    private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(50);

    private volatile boolean closed;
    private volatile long last = System.nanoTime();
    private volatile long longest;
    private final Thread thread = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);

    /** The longest time between two beats, the present one included. */
    double longestSeconds() {
        return Math.max(longest, System.nanoTime() - last) / 1e9;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void beat() {
        while (!closed) {
            LockSupport.parkNanos(BEAT);
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
        }
    }
}
