package io.tidemark.probe.machinery;

import io.tidemark.probe.machinery.Broadcast.Listener;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a broadcast: a bounded queue that one side fills and a thread of its own empties. Neither side takes a
 * lock: `offered` is written by the publisher alone, `taken` by the thread alone, and each reads the other's.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each field has one writer at a time
public final class Subscription<E> implements AutoCloseable {

    private final Listener<E> listener;
    private final Consumer<Subscription<E>> leaving;
    private final @Nullable Object[] events;
    private final long[] numbers;
    private final Thread thread;
    private volatile long offered;
    private volatile long taken;
    private volatile long discarded;
    private volatile long dropped;
    private volatile long failed;
    private volatile boolean asleep;
    private volatile boolean left;

    Subscription(String name, int capacity, Listener<E> listener, Consumer<Subscription<E>> leaving) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("the capacity of a queue must be a power of two, got " + capacity);
        }
        this.listener = listener;
        this.leaving = leaving;
        this.events = new Object[capacity];
        this.numbers = new long[capacity];
        this.thread = Thread.ofVirtual().name(name).unstarted(this::deliver);
    }

    void start() {
        thread.start();
    }

    /** By one publisher at a time. */
    void offer(long number, E event) {
        long at = offered;
        if (at - taken == events.length) {
            dropped = dropped + 1;
            return;
        }
        int slot = slot(at);
        events[slot] = event;
        numbers[slot] = number;
        offered = at + 1;
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private int slot(long position) {
        return (int) position & (events.length - 1);
    }

    private void deliver() {
        try {
            while (!left) {
                if (taken < offered) {
                    next();
                } else {
                    await();
                }
            }
        } finally {
            clear();
        }
    }

    /** Says that it sleeps before it looks for the last time, so that no event can come in between unnoticed. */
    private void await() {
        asleep = true;
        if (taken == offered && !left) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    @SuppressWarnings("unchecked") // nothing else is put in
    private void next() {
        int slot = slot(taken);
        E event = (E) Objects.requireNonNull(events[slot]);
        long number = numbers[slot];
        events[slot] = null;
        taken = taken + 1;
        try {
            listener.on(number, event);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Throwable _) {
            failed = failed + 1;
        }
    }

    /** Events that wait are of no use to somebody who has left. */
    private void clear() {
        while (taken < offered) {
            events[slot(taken)] = null;
            discarded = discarded + 1;
            taken = taken + 1;
        }
    }

    /** Events that wait for it. */
    public long queued() {
        return offered - taken;
    }

    /** Events it was given. */
    public long received() {
        return taken - discarded;
    }

    /** Events that waited for it when it left. */
    public long discarded() {
        return discarded;
    }

    /** Events it missed because its queue was full. */
    public long dropped() {
        return dropped;
    }

    /** Events its listener failed at. */
    public long failed() {
        return failed;
    }

    /**
     * Leaves: no further event is begun with.
     *
     * @see #awaitEnd
     */
    @Override
    public void close() {
        leaving.accept(this);
        left = true;
        thread.interrupt();
    }

    /** Whether the thread has ended, after waiting for that at most so long. */
    public boolean awaitEnd(Duration most) throws InterruptedException {
        return thread.join(most);
    }
}
