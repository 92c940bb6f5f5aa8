package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The reference beside a run: a timer that needs nothing but a processor now and then. When it is late, so was the
 * prober, and what it measured in that time says nothing of the target.
 */
final class Metronome implements Runnable, AutoCloseable {

    private static final long BEAT_NANOS = 10_000_000;
    /** Fewer beats make no percentile. */
    private static final int LEAST_BEATS = 5;

    private final Histogram late = Distribution.empty();
    private final Thread thread;
    private volatile boolean stopped;

    Metronome(String probe) {
        thread = Thread.ofPlatform().daemon().name("probe-" + probe + "-metronome").start(this);
    }

    @Override
    public void run() {
        while (!stopped) {
            long due = System.nanoTime() + BEAT_NANOS;
            LockSupport.parkNanos(BEAT_NANOS);
            record(System.nanoTime() - due);
        }
    }

    private synchronized void record(long nanos) {
        if (!stopped) {
            late.recordValue(Math.clamp(nanos, 0, Distribution.HIGHEST_NANOS));
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** The 99th percentile in seconds; null when the run was too short to tell. */
    synchronized @Nullable Double lagSeconds() {
        return late.getTotalCount() < LEAST_BEATS ? null : late.getValueAtPercentile(99) / 1e9;
    }
}
