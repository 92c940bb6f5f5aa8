package io.tidemark.probe.machinery;

import java.util.ArrayList;
import java.util.List;

/**
 * Passes every event on to all who are subscribed at that moment. Publishing never waits: each subscriber has a queue and
 * a thread of its own, and whoever is too slow misses events and nobody else does.
 */
public final class Broadcast<E> implements AutoCloseable {

    private final List<Subscription<E>> subscriptions = new ArrayList<>();
    private long published;

    /** What a subscriber does with an event. What it throws is counted. */
    public interface Listener<E> {

        /** Takes an event; its number is counted from 1 over all that were published. */
        void on(long number, E event) throws Exception;
    }

    /**
     * Begins to pass events on to somebody.
     *
     * @param capacity the most events that wait for this subscriber, a power of two
     */
    public synchronized Subscription<E> subscribe(String name, int capacity, Listener<E> listener) {
        Subscription<E> made = new Subscription<>(name, capacity, listener, this::forget);
        subscriptions.add(made);
        made.start();
        return made;
    }

    /** Offers an event to everybody, and returns its number. */
    public synchronized long publish(E event) {
        published++;
        for (Subscription<E> subscription : subscriptions) {
            subscription.offer(published, event);
        }
        return published;
    }

    /** How many events there were. */
    public synchronized long published() {
        return published;
    }

    /** How many are subscribed. */
    public synchronized int subscribers() {
        return subscriptions.size();
    }

    private synchronized void forget(Subscription<E> left) {
        subscriptions.remove(left);
    }

    /** Everybody leaves. */
    @Override
    public void close() {
        List<Subscription<E>> all;
        synchronized (this) {
            all = List.copyOf(subscriptions);
        }
        all.forEach(Subscription::close);
    }
}
