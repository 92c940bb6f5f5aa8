package io.tidemark.history.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands entries from any thread to the flusher, and its success or failure back to those who wait for it. Bounded: when
 * the disk refuses for long the oldest entries are dropped and counted.
 */
final class AppendQueue {

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition outcome = lock.newCondition();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private List<Entry> taken = List.of();
    private long weight;
    private long dropped;
    private long appended;
    private long takenTo;
    private long durableTo;
    private long attempts;
    private long lastFailedAttempt;
    private String lastFailure = "";
    private boolean wanted;

    AppendQueue(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds an entry, and drops the oldest when there are too many.
     *
     * @param soon whether to be written at once instead of within a second
     * @return to be given to {@link #await}
     */
    Ticket append(Entry entry, boolean soon) {
        lock.lock();
        try {
            waiting.add(entry);
            weight += entry.weight();
            while (weight > capacity && waiting.size() > 1) {
                Entry oldest = waiting.removeFirst();
                weight -= oldest.weight();
                dropped += oldest.count();
            }
            appended++;
            return ticket(soon);
        } finally {
            lock.unlock();
        }
    }

    /** A ticket for everything appended so far. */
    Ticket demand() {
        lock.lock();
        try {
            return ticket(true);
        } finally {
            lock.unlock();
        }
    }

    private Ticket ticket(boolean soon) {
        if (soon) {
            wanted = true;
            work.signal();
        }
        return new Ticket(appended, attempts);
    }

    /** Returns why it is not on disk, or empty text when it is. */
    String await(Ticket ticket, Duration deadline) {
        long left = deadline.toNanos();
        lock.lock();
        try {
            while (durableTo < ticket.upTo()) {
                // An attempt that was under way when the entry came does not speak for it.
                if (lastFailedAttempt > ticket.attempt()) {
                    return lastFailure;
                }
                if (left <= 0) {
                    return "the disk did not answer within " + deadline.toSeconds() + " s";
                }
                left = outcome.awaitNanos(left);
            }
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted while waiting for the disk";
        } finally {
            lock.unlock();
        }
    }

    /** Flusher: returns when someone wants a write or the time is over. */
    void awaitWork(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!wanted && left > 0) {
                left = work.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Flusher: begins an attempt, with what the last one failed on or else with everything new. */
    List<Entry> begin() {
        lock.lock();
        try {
            attempts++;
            wanted = false;
            if (taken.isEmpty()) {
                taken = new ArrayList<>(waiting);
                waiting.clear();
                weight = 0;
                takenTo = appended;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Flusher: ends an attempt. */
    void end(String failure) {
        lock.lock();
        try {
            if (failure.isEmpty()) {
                durableTo = takenTo;
                taken = List.of();
            } else {
                lastFailedAttempt = attempts;
            }
            lastFailure = failure;
            outcome.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything that is not on disk, oldest first. */
    List<Entry> entries() {
        lock.lock();
        try {
            List<Entry> all = new ArrayList<>(taken);
            all.addAll(waiting);
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Samples and records not taken by the flusher yet. */
    long waitingCount() {
        lock.lock();
        try {
            return waiting.stream().mapToLong(Entry::count).sum();
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    String lastFailure() {
        lock.lock();
        try {
            return lastFailure;
        } finally {
            lock.unlock();
        }
    }

    /** How far a caller's entries reach, and the attempt that was under way. */
    record Ticket(long upTo, long attempt) {}
}
