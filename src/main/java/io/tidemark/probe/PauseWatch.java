package io.tidemark.probe;

import io.tidemark.probe.engine.Engine;
import java.util.concurrent.locks.LockSupport;

/** Looks several times a second whether something is to be paused, and stops what runs there. */
final class PauseWatch implements Runnable, AutoCloseable {

    private static final long LOOK_NANOS = 500_000_000;

    private final Pauses pauses;
    private final Engine engine;
    private final Thread thread;
    private volatile boolean closed;

    PauseWatch(Pauses pauses, Engine engine) {
        this.pauses = pauses;
        this.engine = engine;
        pauses.look();
        this.thread = Thread.ofPlatform().daemon().name("probe-pauses").unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            pauses.look();
            engine.stop(pauses::reason);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
