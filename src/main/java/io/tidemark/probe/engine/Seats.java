package io.tidemark.probe.engine;

import io.tidemark.probe.target.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** The sessions of a run: one for each worker, or fewer that they take in turn, as an application's threads do. */
final class Seats<S extends Session> {

    private final List<Seat<S>> all = new ArrayList<>();
    private final FreeList free;
    /** First come, first served: a worker that has just given a seat back does not get it before those who wait. */
    private final Semaphore room = new Semaphore(0, true);
    private final LongAdder taken = new LongAdder();
    private final LongAdder returned = new LongAdder();
    private final boolean shared;
    private final long patienceNanos;

    Seats(Setting<S> setting) {
        for (int i = 0; i < setting.load().sessions(); i++) {
            all.add(new Seat<>(setting, i));
        }
        free = new FreeList(all.size());
        shared = setting.load().isShared();
        patienceNanos = setting.load().limit().toNanos();
    }

    int size() {
        return all.size();
    }

    boolean areShared() {
        return shared;
    }

    /** The seat of a worker who warms it up, and who keeps it when none is shared. */
    Seat<S> own(int index) {
        return all.get(index);
    }

    /** A free seat; null when there was none in time. The one used last comes first: its session is awake. */
    @Nullable
    Seat<S> take() throws InterruptedException {
        if (!room.tryAcquire(patienceNanos, TimeUnit.NANOSECONDS)) {
            return null;
        }
        taken.increment();
        return all.get(free.pop());
    }

    void giveBack(Seat<S> seat) {
        returned.increment();
        open(seat);
    }

    /** Offers a seat for the first time. */
    void open(Seat<S> seat) {
        free.push(seat.index());
        room.release();
    }

    long taken() {
        return taken.sum();
    }

    /** Seats that were taken and never came back. */
    long leaks() {
        return taken.sum() - returned.sum();
    }

    /** Ends the sessions nobody sits on any more, all at once: each may have something to wait for. */
    void letGo() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int index = free.pop(); index != FreeList.NONE; index = free.pop()) {
                threads.execute(all.get(index)::letGo);
            }
        }
    }
}
