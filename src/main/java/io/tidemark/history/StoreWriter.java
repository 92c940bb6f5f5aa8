package io.tidemark.history;

import io.tidemark.history.journal.Columns;
import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that brings the journal to the store, in order: records at once, samples when their segment is sealed. A
 * store that is away is tried again for ever. Never interrupted: the embedded store does not survive that.
 */
final class StoreWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SLOW = Duration.ofSeconds(15);

    private final SegmentLog log;
    private final Store store;
    private final String instance;
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final RecordBatches batches;
    private final Thread thread = Thread.ofPlatform().name("tidemark-writer").daemon().unstarted(this::run);
    private volatile String reason = "";
    private volatile long busySince;
    private volatile boolean busy;
    private int failuresInARow;

    StoreWriter(SegmentLog log, JournalTopics topics, Store store, String instance) {
        this.log = log;
        this.store = store;
        this.instance = instance;
        this.batches = new RecordBatches(log, topics, store, written);
        log.onFlushed(work::release);
    }

    void start() {
        thread.start();
    }

    /** Writes what there is, samples of the open segment too, if the store answers in time. */
    void stop(Duration deadline) {
        stopping.countDown();
        work.release();
        try {
            if (thread.isAlive() && !thread.join(deadline)) {
                LOG.info("The store did not take everything within {} s; the rest is in the journal and is written at "
                        + "the next start.", deadline.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the store does not take what it is given; empty while it does. */
    String reason() {
        Duration busyFor = busy ? Duration.ofNanos(System.nanoTime() - busySince) : Duration.ZERO;
        return reason.isEmpty() && busyFor.compareTo(SLOW) > 0
                ? "the store has not answered for " + busyFor.toSeconds() + " s"
                : reason;
    }

    long written() {
        return written.get();
    }

    long failed() {
        return failed.get();
    }

    private void run() {
        while (stopping.getCount() > 0) {
            await();
            attempt();
        }
        try {
            log.seal();
        } catch (StoreException e) {
            LOG.debug("The last segment was not sealed.", e);
        }
        attempt();
    }

    private void await() {
        try {
            if (failuresInARow == 0) {
                work.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                // New records must not shorten the pause of a store that is away; only the end may.
                stopping.await(pause().toMillis(), TimeUnit.MILLISECONDS);
            }
            work.drainPermits();
        } catch (InterruptedException _) {
            stopping.countDown();
        }
    }

    private Duration pause() {
        Duration growing = Duration.ofMillis(125L << Math.min(failuresInARow, 6));
        return growing.compareTo(LONGEST_PAUSE) < 0 ? growing : LONGEST_PAUSE;
    }

    private void attempt() {
        busySince = System.nanoTime();
        busy = true;
        try {
            drain();
            succeeded();
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            busy = false;
        }
    }

    private void drain() {
        for (Segment segment : log.segments()) {
            batches.write(segment);
        }
        for (Segment segment : log.sealed()) {
            // What was appended since, up to the end of the segment.
            batches.write(segment);
            writeSamples(segment);
        }
    }

    private void writeSamples(Segment segment) {
        Columns columns = new Columns(_ -> true);
        if (segment.samples() > 0 && !segment.read(0, columns)) {
            return;
        }
        List<Block> blocks = new ArrayList<>();
        columns.bySeries().forEach((series, column) -> blocks.addAll(Block.ofDays(series, column)));
        long read = blocks.stream().mapToLong(Block::count).sum();
        long refused = write(blocks);
        if (log.delete(segment)) {
            written.addAndGet(read - refused);
            // What is still pending has been damaged since it was written.
            log.drop(segment.pending() - read + refused);
        }
    }

    /** All blocks in one transaction; only when the store refuses one for its own sake, each in one of its own. */
    private long write(List<Block> blocks) {
        try {
            store.writeBlocks(instance, blocks);
            return 0;
        } catch (RuntimeException e) {
            if (!RecordFault.is(e) || !store.answers()) {
                throw e;
            }
            LOG.warn("The store refused the samples of a segment; they are written series by series.", e);
            return blocks.stream().mapToLong(this::writeAlone).sum();
        }
    }

    private long writeAlone(Block block) {
        try {
            store.writeBlocks(instance, List.of(block));
            return 0;
        } catch (RuntimeException e) {
            if (!RecordFault.is(e) || !store.answers()) {
                throw e;
            }
            LOG.error("The store refused the samples of {}; they are dropped.", block.series(), e);
            return block.count();
        }
    }

    private void succeeded() {
        if (failuresInARow > 0) {
            LOG.info("The store answers again; nothing was lost on the way.");
        }
        reason = "";
        failuresInARow = 0;
    }

    private void failed(Throwable e) {
        failed.incrementAndGet();
        if (failuresInARow++ == 0) {
            LOG.warn("The store does not take what it is given; the journal waits and it is tried again.", e);
        }
        reason = Reasons.of(e);
        store.reset();
    }
}
