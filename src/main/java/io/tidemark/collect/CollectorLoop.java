package io.tidemark.collect;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that keeps a collector's schedule in real time. */
final class CollectorLoop {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorLoop.class);
    private static final long BREATH = 1_000_000_000L;
    private static final long STOP_MILLIS = 2_000;

    private final Collector collector;
    private volatile @Nullable Thread thread;

    CollectorLoop(Collector collector) {
        this.collector = collector;
    }

    void start() {
        Thread loop = Thread.ofPlatform().daemon().name("collector").unstarted(this::run);
        thread = loop;
        loop.start();
    }

    boolean isRunning() {
        return thread != null;
    }

    void stop() {
        Thread loop = thread;
        thread = null;
        if (loop != null) {
            LockSupport.unpark(loop);
            joinQuietly(loop);
        }
    }

    private void run() {
        while (Thread.currentThread().equals(thread)) {
            LockSupport.parkNanos(this, step());
        }
    }

    /** Nothing that goes wrong once may end the measuring. */
    private long step() {
        try {
            return collector.step() - System.nanoTime();
        } catch (RuntimeException | Error e) {
            complain(e);
            return BREATH;
        }
    }

    private static void complain(Throwable e) {
        try {
            LOG.error("the collector failed and goes on", e);
        } catch (RuntimeException | Error _) {
            // Without memory even this may fail.
        }
    }

    private static void joinQuietly(Thread loop) {
        try {
            loop.join(STOP_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
