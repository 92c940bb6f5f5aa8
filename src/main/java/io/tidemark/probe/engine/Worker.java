package io.tidemark.probe.engine;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Stopwatch;
import org.jspecify.annotations.Nullable;

/** One worker of a run: a thread that does the same operation again and again, on a seat of its own or a shared one. */
final class Worker<S extends Session> implements Runnable {

    private final Setting<S> setting;
    private final Start<S> start;
    private final int index;
    private final Recorder recorder;
    private final Stopwatch watch = new Stopwatch();
    private final Sabotage sabotage;
    private final boolean sabotaged;
    private final boolean awaited;
    private final boolean virtual;

    /** When what is going on now began; 0 between operations. Read by whoever gives this worker up. */
    private volatile long busySince;
    private volatile Span span = Span.NONE;
    private volatile boolean steady = true;

    /** What a worker's measured part was: when it began and ended, and its cost. */
    record Span(boolean measured, long from, long to, Meter cost) {
        static final Span NONE = new Span(false, 0, 0, Meter.ZERO);
    }

    Worker(Setting<S> setting, Start<S> start, int index, Recorder recorder, boolean virtual) {
        this.setting = setting;
        this.start = start;
        this.index = index;
        this.recorder = recorder;
        this.sabotage = new Sabotage(setting.load().faults());
        this.sabotaged = !setting.load().faults().areNone();
        this.awaited = setting.load().isAwaited();
        this.virtual = virtual;
    }

    Span span() {
        return span;
    }

    /** Whether latencies had settled when the measured part began. */
    boolean isSteady() {
        return steady;
    }

    @Override
    public void run() {
        Seat<S> own = index < start.seats().size() ? start.seats().own(index) : null;
        try {
            if (setUpThenReady(own)) {
                measure(start.pacer(index), own);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (own != null && !start.seats().areShared()) {
                own.letGo();
            }
        }
    }

    private boolean setUpThenReady(@Nullable Seat<S> own) throws InterruptedException {
        boolean usable;
        try {
            usable = own == null || setUp(own);
        } finally {
            start.ready().countDown();
        }
        start.go().await();
        return usable;
    }

    private boolean setUp(Seat<S> own) {
        boolean connected = connect(own, System.nanoTime());
        if (connected) {
            warmUp(own);
            recorder.startMeasuring();
        }
        if (start.seats().areShared()) {
            start.seats().open(own);
            return true;
        }
        return connected || setting.load().pace() instanceof Pace.Open;
    }

    private void warmUp(Seat<S> own) {
        Load.Warmup warmup = setting.load().warmup();
        int least = Load.share(warmup.least(), index, start.seats().size());
        long until = setting.warmUntil(System.nanoTime());
        Steadiness steadiness = new Steadiness(
                Load.share(setting.load().length().operations(), index, start.seats().size()));
        int done = 0;
        while ((done < least || (warmup.untilSteady() && steadiness.isOpen())) && System.nanoTime() - until < 0
                && (own.isReady() || connect(own, System.nanoTime()))) {
            step(own, System.nanoTime());
            steadiness.add(watch.nanos());
            done++;
        }
        steady = !warmup.untilSteady() || steadiness.isSteady();
    }

    private void measure(Pacer pacer, @Nullable Seat<S> own) throws InterruptedException {
        Seat<S> mine = start.seats().areShared() ? null : own;
        Meter before = virtual ? Meter.ZERO : Meter.ofThread();
        long from = System.nanoTime();
        long now = from;
        boolean goesOn = true;
        // What was taken is done or counted: it is looked first whether there is time for it.
        while (goesOn && !setting.isOver(now) && pacer.next(now)) {
            long intended = pacer.intended();
            goesOn = mine != null ? onSeat(pacer, mine, intended) : onFreeSeat(pacer, intended);
            now = System.nanoTime();
        }
        span = new Span(true, from, now, virtual ? Meter.ZERO : Meter.ofThread().since(before));
    }

    private boolean onFreeSeat(Pacer pacer, long intended) throws InterruptedException {
        long from = System.nanoTime();
        busySince = intended;
        Seat<S> seat = start.seats().take();
        busySince = 0;
        if (seat == null) {
            fail(pacer, intended, new Failure(Kind.POOL,
                    "all connections to " + setting.targetName() + " were in use for too long"));
            return true;
        }
        recorder.waited(System.nanoTime() - from);
        try {
            return onSeat(pacer, seat, intended);
        } finally {
            start.seats().giveBack(seat);
        }
    }

    private boolean onSeat(Pacer pacer, Seat<S> seat, long intended) {
        if (!seat.isReady() && !connect(seat, intended)) {
            pacer.stage().failure(System.nanoTime() - intended);
            return pacer.survivesLostConnection();
        }
        boolean done = step(seat, intended);
        if (start.timetable().isStaged()) {
            note(pacer.stage(), done, intended);
        }
        return true;
    }

    private void note(Stage stage, boolean done, long intended) {
        if (done) {
            stage.success(latency(intended));
        } else {
            stage.failure(System.nanoTime() - intended);
        }
    }

    private void fail(Pacer pacer, long intended, Failure failure) {
        long nanos = System.nanoTime() - intended;
        recorder.failure(nanos, failure);
        pacer.stage().failure(nanos);
    }

    /**
     * Does the operation once and records how it went.
     *
     * @param intended when it was to begin
     * @return whether it succeeded
     */
    boolean step(Seat<S> seat, long intended) {
        watch.start();
        busySince = awaited ? intended : watch.started();
        try {
            long delay = sabotaged ? sabotage.strike(seat) : 0;
            seat.run(watch);
            busySince = 0;
            recorder.success(watch, latency(intended) + (awaited ? 0 : delay), intended);
            return true;
        } catch (Throwable e) {
            long since = busySince;
            busySince = 0;
            recorder.failure(System.nanoTime() - since, setting.explain(e));
            seat.giveUpWhatIsLost();
            return false;
        }
    }

    /** As long as whoever asked would have waited. */
    private long latency(long intended) {
        return awaited ? watch.ended() - intended : watch.nanos();
    }

    /** What the last operation took by itself, as it was recorded. */
    long lastNanos() {
        return watch.nanos();
    }

    /** A failure counts as a failed operation. */
    boolean connect(Seat<S> seat, long intended) {
        busySince = intended;
        try {
            seat.connect(recorder);
            return true;
        } catch (Throwable e) {
            recorder.failure(System.nanoTime() - intended, setting.explain(e));
            seat.letGo();
            return false;
        } finally {
            busySince = 0;
        }
    }

    /** Counts what never ended as timed out. */
    void giveUp() {
        long since = busySince;
        if (since != 0) {
            busySince = 0;
            recorder.failure(System.nanoTime() - since, new Failure(Kind.TIMEOUT, setting.late()));
        }
    }
}
