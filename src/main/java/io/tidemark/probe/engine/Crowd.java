package io.tidemark.probe.engine;

import io.tidemark.probe.target.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The workers of a run with their threads and recorders. Up to 64 have a platform thread and a recorder each; a larger
 * crowd runs on virtual threads and shares 64 recorders, so that what it holds is bounded.
 */
final class Crowd<S extends Session> {

    private static final int MOST_ALONE = 64;

    private final boolean virtual;
    private final List<Recorder> recorders = new ArrayList<>();
    private final List<Worker<S>> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Meter before = Meter.ZERO;
    private volatile Meter after = Meter.ZERO;

    Crowd(Setting<S> setting, Start<S> start) {
        int size = setting.load().workers();
        virtual = size > MOST_ALONE;
        for (int i = 0; i < Math.min(size, MOST_ALONE); i++) {
            recorders.add(setting.recorder());
        }
        for (int i = 0; i < size; i++) {
            Worker<S> worker = new Worker<>(setting, start, i, recorders.get(i % MOST_ALONE), virtual);
            workers.add(worker);
            threads.add(builder().name("probe-" + setting.assignment().probe() + "-" + i).unstarted(worker));
        }
    }

    private Thread.Builder builder() {
        return virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    }

    void start() {
        before = Meter.ofProcess();
        threads.forEach(Thread::start);
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            // Workers that are cut come back at once, and those that do not are left to whoever gives the run up.
            thread.join();
        }
        after = Meter.ofProcess();
    }

    void giveUp() {
        workers.forEach(Worker::giveUp);
    }

    List<Thread> threads() {
        return threads;
    }

    List<Recorder> recorders() {
        return recorders;
    }

    /** Whether every worker's latencies had settled when the measured part began. */
    boolean isSteady() {
        return workers.stream().allMatch(Worker::isSteady);
    }

    /** What the workers have spent; of a crowd the whole process, because virtual threads have no account. */
    Meter cost() {
        return virtual
                ? after.since(before)
                : spans().stream().map(Worker.Span::cost).reduce(Meter.ZERO, Meter::plus);
    }

    /** From the first worker's start to the last one's end; the whole run if none got that far. */
    Duration measured(Duration took) {
        List<Worker.Span> spans = spans();
        if (spans.isEmpty()) {
            return took;
        }
        // nanoTime values are compared by difference: they may overflow.
        long origin = spans.getFirst().from();
        long from = spans.stream().mapToLong(span -> span.from() - origin).min().orElse(0);
        long to = spans.stream().mapToLong(span -> span.to() - origin).max().orElse(0);
        return Duration.ofNanos(to - from);
    }

    private List<Worker.Span> spans() {
        return workers.stream().map(Worker::span).filter(Worker.Span::measured).toList();
    }
}
