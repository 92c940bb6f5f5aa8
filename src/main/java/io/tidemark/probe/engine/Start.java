package io.tidemark.probe.engine;

import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Workload;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** Where workers wait for one another, and what they share from then on: the seats, the timetable, the arrivals. */
final class Start<S extends Session> {

    /** Looking at the clock instead of sleeping takes a processor, which a few workers may do and a crowd may not. */
    private static final int MOST_EXACT = 4;

    private final Load load;
    private final Workload<S> workload;
    private final Seats<S> seats;
    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile @Nullable Timetable timetable;
    private volatile @Nullable Arrivals arrivals;

    Start(Setting<S> setting) {
        this.load = setting.load();
        this.workload = setting.workload();
        this.seats = new Seats<>(setting);
        this.ready = new CountDownLatch(load.workers());
    }

    Seats<S> seats() {
        return seats;
    }

    CountDownLatch ready() {
        return ready;
    }

    CountDownLatch go() {
        return go;
    }

    /** Lets the workers go once all are ready, or once it is too late. */
    Timetable go(long over) throws InterruptedException {
        var _ = ready.await(Math.max(0, over - System.nanoTime()), TimeUnit.NANOSECONDS);
        Timetable made = Timetable.of(load, System.nanoTime(), over);
        timetable = made;
        arrivals = new Arrivals(made, load.length().operations());
        workload.begin();
        go.countDown();
        return made;
    }

    /** Lets the workers go home, when it never came to measuring. */
    void cancel() {
        if (timetable == null) {
            long now = System.nanoTime();
            timetable = Timetable.of(load, now, now);
            arrivals = new Arrivals(timetable(), 0);
        }
        go.countDown();
    }

    /** Ends the measured part, if it has begun. */
    void cutShort() {
        Timetable running = timetable;
        if (running != null) {
            running.cutShort();
        }
    }

    Timetable timetable() {
        return Objects.requireNonNull(timetable);
    }

    Pacer pacer(int worker) {
        boolean counted = load.length().operations() > 0;
        return switch (load.pace()) {
            case Pace.Closed(var think) -> new Pacer.Closed(timetable(), worker,
                    Load.share(load.length().operations(), worker, load.workers()), counted, think.toNanos());
            case Pace.Open _ -> new Pacer.Open(timetable(), Objects.requireNonNull(arrivals),
                    load.workers() <= MOST_EXACT);
        };
    }

    /** Counts the arrivals that nobody began with, each as late as it is. */
    void countUnstarted(Recorder recorder, String target) {
        Arrivals left = arrivals;
        if (left != null && load.pace() instanceof Pace.Open) {
            left.leave(recorder, target);
        }
    }
}
