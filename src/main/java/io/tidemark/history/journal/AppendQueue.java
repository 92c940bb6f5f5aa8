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
 * the disk refuses for long the oldest are dropped and counted, samples before records.
 */
final class AppendQueue {

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition outcome = lock.newCondition();
    private final Deque<Entry> samples = new ArrayDeque<>();
    private final Deque<Entry> records = new ArrayDeque<>();
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
            switch (entry) {
                case Entry.Samples some -> samples.add(some);
                case Entry.Payload record -> records.add(record);
            }
            weight += entry.weight();
            while (weight > capacity && samples.size() + records.size() > 1) {
                drop((samples.isEmpty() ? records : samples).removeFirst());
            }
            appended++;
            return ticket(soon);
        } finally {
            lock.unlock();
        }
    }

    private void drop(Entry oldest) {
        weight -= oldest.weight();
        dropped += oldest.count();
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
        return new Ticket(appended, attempts, dropped);
    }

    /** Returns why it is not on disk, or empty text when it is. */
    String await(Ticket ticket, Duration deadline) {
        long left = deadline.toNanos();
        lock.lock();
        try {
            while (durableTo < ticket.upTo() || dropped > ticket.dropped()) {
                // Whose it was is not remembered; nobody is told that it is kept.
                if (dropped > ticket.dropped()) {
                    return "the disk takes too long, and not all that waits for it can be kept";
                }
                // An attempt that was under way when the entry came does not speak for it.
                if (lastFailedAttempt > ticket.attempt()) {
                    return lastFailure;
                }
                if (left <= 0) {
                    return "the disk did not answer within " + deadline.toMillis() + " ms";
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
                taken = new ArrayList<>(samples);
                taken.addAll(records);
                samples.clear();
                records.clear();
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

    /** Everything that is not on disk, samples and records each oldest first. */
    List<Entry> entries() {
        lock.lock();
        try {
            List<Entry> all = new ArrayList<>(taken);
            all.addAll(samples);
            all.addAll(records);
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Samples and records that are not on disk. */
    long count() {
        return entries().stream().mapToLong(Entry::count).sum();
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

    /** How far a caller's entries reach, the attempt that was under way, and what had been dropped. */
    record Ticket(long upTo, long attempt, long dropped) {}
}
