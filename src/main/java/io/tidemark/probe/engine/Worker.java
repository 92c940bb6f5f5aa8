package io.tidemark.probe.engine;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Stopwatch;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One worker of a run: a thread, a session, and the same operation again and again. */
final class Worker<S extends Session> implements Runnable {

    private final Setting<S> setting;
    private final int index;
    private final CountDownLatch ready;
    private final CountDownLatch go;
    private final Recorder recorder;
    private final Stopwatch watch = new Stopwatch();
    private @Nullable S session;
    private @Nullable Operation operation;

    /** When what is going on now began; 0 between operations. Read by whoever gives this worker up. */
    private volatile long busySince;
    private volatile Span span = Span.NONE;

    /** What a worker's measured part was: when it began and ended, and its cost. */
    record Span(boolean measured, long from, long to, Meter cost) {
        static final Span NONE = new Span(false, 0, 0, Meter.ZERO);
    }

    Worker(Setting<S> setting, int index, CountDownLatch ready, CountDownLatch go) {
        this.setting = setting;
        this.index = index;
        this.ready = ready;
        this.go = go;
        this.recorder = setting.recorder();
    }

    Recorder recorder() {
        return recorder;
    }

    Span span() {
        return span;
    }

    @Override
    public void run() {
        try {
            if (setUpThenReady()) {
                measure();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            letGo();
        }
    }

    private boolean setUpThenReady() throws InterruptedException {
        boolean connected;
        try {
            connected = setUp();
        } finally {
            ready.countDown();
        }
        go.await();
        return connected;
    }

    private boolean setUp() {
        if (!connect()) {
            return false;
        }
        int warmup = setting.load().share(setting.load().warmup(), index);
        long until = setting.warmUntil(System.nanoTime());
        for (int i = 0; i < warmup && System.nanoTime() - until < 0 && (operation != null || connect()); i++) {
            step();
        }
        recorder.startMeasuring();
        return true;
    }

    private void measure() {
        int operations = setting.load().share(setting.load().operations(), index);
        Meter before = Meter.now();
        long from = System.nanoTime();
        long now = from;
        for (int i = 0; i < operations && !setting.isOver(now) && (operation != null || connect()); i++) {
            now = step();
        }
        long to = System.nanoTime();
        span = new Span(true, from, to, Meter.now().since(before));
    }

    /** Does the operation once and records how it went; tells when it ended. */
    long step() {
        Operation current = Objects.requireNonNull(operation);
        watch.start();
        busySince = watch.started();
        try {
            current.run(watch);
            busySince = 0;
            recorder.success(watch);
            return watch.ended();
        } catch (Throwable e) {
            long now = System.nanoTime();
            busySince = 0;
            recorder.failure(now - watch.started(), setting.explain(e));
            giveUpWhatIsLost(current);
            return now;
        }
    }

    /** What the last operation took, as it was recorded. */
    long lastNanos() {
        return watch.nanos();
    }

    private void giveUpWhatIsLost(Operation current) {
        if (session == null || session.isBroken()) {
            letGo();
        } else if (!current.isUsable()) {
            closeOperation();
        }
    }

    /** Gets a session, unless there is one, and what to do on it. A failure counts as a failed operation. */
    boolean connect() {
        long from = System.nanoTime();
        busySince = from;
        try {
            if (session == null) {
                session = setting.lend();
                recorder.waited(System.nanoTime() - from);
            }
            operation = setting.operation(session, index);
            return true;
        } catch (Throwable e) {
            recorder.failure(System.nanoTime() - from, setting.explain(e));
            letGo();
            return false;
        } finally {
            busySince = 0;
        }
    }

    /** Counts what never ended as timed out; what the worker does later is no part of the run. */
    void giveUp() {
        long since = busySince;
        if (since != 0) {
            recorder.failure(System.nanoTime() - since,
                    new Failure(Kind.TIMEOUT, setting.late()));
        }
        recorder.close();
    }

    void letGo() {
        closeOperation();
        S lost = session;
        session = null;
        if (lost != null) {
            setting.takeBack(lost);
        }
    }

    private void closeOperation() {
        Operation old = operation;
        operation = null;
        if (old != null) {
            try {
                old.close();
            } catch (Exception _) {
                // Its session is gone, or is reset before the next use.
            }
        }
    }
}
