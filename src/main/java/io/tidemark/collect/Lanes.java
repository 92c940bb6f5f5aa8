package io.tidemark.collect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One platform thread per lane, so that sources which must not be observed at the same time wait for each other, first
 * come first served, and for nobody else. What waits is bounded: a source is never in its lane twice.
 */
final class Lanes implements AutoCloseable {

    private static final long IDLE_SECONDS = 60;
    private static final long STOP_SECONDS = 5;

    private final Map<String, ThreadPoolExecutor> lanes = new ConcurrentHashMap<>();

    Executor lane(String name) {
        return lanes.computeIfAbsent(name, Lanes::open);
    }

    /** Lets what is running finish for a few seconds, then interrupts it. */
    @Override
    public void close() {
        lanes.values().forEach(ThreadPoolExecutor::shutdown);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        lanes.values().forEach(lane -> stop(lane, deadline));
    }

    private static void stop(ThreadPoolExecutor lane, long deadline) {
        lane.getQueue().clear();
        try {
            if (!lane.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                lane.shutdownNow();
            }
        } catch (InterruptedException _) {
            lane.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor open(String name) {
        ThreadPoolExecutor lane = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("lane-" + name).factory());
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }
}
