package io.tidemark.sampling;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads things of which each may block for ever (a dead NFS mount, a process whose memory is locked) on a daemon
 * thread, and waits for them only so long. What is still being read is passed over until it answers, and what fails is left out.
 */
final class GuardedSweep<K> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedSweep.class);

    /** Threads that may hang at a time; beyond that nothing new is tried. */
    private static final int STUCK = 64;

    private final String name;
    private final Consumer<K> reader;
    private final Duration patience;
    private final Set<K> underWay = ConcurrentHashMap.newKeySet();
    private @Nullable ExecutorService worker;
    private @Nullable Pass current;

    /** @param reader keeps what it reads; runs on the sweep's own thread */
    GuardedSweep(String name, Consumer<K> reader, Duration patience) {
        this.name = name;
        this.reader = reader;
        this.patience = patience;
    }

    /** Reads all in order. Returns when all are read or patience is over; the rest may still follow. */
    synchronized void sweep(Collection<K> keys) {
        if (current != null && !current.finished()) {
            abandon(current);
        }
        List<K> due = keys.stream().filter(key -> !underWay.contains(key)).toList();
        if (due.isEmpty() || underWay.size() >= STUCK) {
            return;
        }
        Pass pass = new Pass(due);
        current = pass;
        worker().execute(pass);
        pass.await();
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            abandon(current);
        }
    }

    private void abandon(Pass pass) {
        pass.abandoned = true;
        current = null;
        if (worker != null) {
            worker.shutdown();
            worker = null;
        }
    }

    private ExecutorService worker() {
        if (worker == null) {
            worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
        }
        return worker;
    }

    private final class Pass implements Runnable {

        private final List<K> keys;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean abandoned;

        Pass(List<K> keys) {
            this.keys = keys;
        }

        @Override
        public void run() {
            try {
                keys.stream().takeWhile(_ -> !abandoned).forEach(this::read);
            } finally {
                done.countDown();
            }
        }

        private void read(K key) {
            underWay.add(key);
            try {
                reader.accept(key);
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("{} is left out", key, e);
            } finally {
                underWay.remove(key);
            }
        }

        boolean finished() {
            return done.getCount() == 0;
        }

        void await() {
            try {
                // Whether it was in time shows in what was read.
                boolean _ = done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
