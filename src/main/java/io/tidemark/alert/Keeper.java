package io.tidemark.alert;

import static java.util.stream.Collectors.partitioningBy;

import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what happened to alerts: changes in the store at once, or in the journal when it does not answer in time.
 * Called by one thread.
 */
final class Keeper implements AutoCloseable {

    /** So long changes may wait for the store before they are journalled and told. */
    static final Duration PATIENCE = Duration.ofMillis(300);
    /** So long they may then wait for the disk before they are told all the same. */
    static final Duration DISK_PATIENCE = Duration.ofSeconds(2);
    /** So often what neither has taken is tried again. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int UNKEPT = 10_000;
    private static final int BATCH = 500;

    private final AlertStore store;
    private final Journal.Topic<AlertRecord> topic;
    private final LongSupplier ticker;
    private final Duration patience;
    private final ExecutorService storeThread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("alert-store").factory());
    /** In the journal's memory, and not known to be anywhere else. */
    private final Deque<AlertRecord> unkept = new ArrayDeque<>();
    private Future<?> working = CompletableFuture.completedFuture(null);
    private boolean storeAway;
    private long refusedAt;

    Keeper(AlertStore store, Journal.Topic<AlertRecord> topic, LongSupplier ticker, Duration patience) {
        this.store = store;
        this.topic = topic;
        this.ticker = ticker;
        this.patience = patience;
    }

    /** Returns when the records are safe, or when nothing can be done for them now. */
    void keep(List<AlertRecord> items) throws InterruptedException {
        Map<Boolean, List<AlertRecord>> byHaste = items.stream()
                .collect(partitioningBy(AlertRecord.Changed.class::isInstance));
        List<AlertRecord> changes = Objects.requireNonNull(byHaste.get(true));
        // Nobody is told of the others, and a receipt that is lost only means that a message is sent twice.
        Objects.requireNonNull(byHaste.get(false)).forEach(topic::append);
        if (!changes.isEmpty() && !inStore(changes)) {
            journal(changes);
        }
    }

    private boolean inStore(List<AlertRecord> items) throws InterruptedException {
        // An earlier write that still hangs: the next one would only wait behind it.
        if (!working.isDone()) {
            return false;
        }
        working = storeThread.submit(() -> store.write(items));
        try {
            working.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            storeAway = false;
            return true;
        } catch (TimeoutException _) {
            away("it did not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            away(cause instanceof StoreException ? String.valueOf(cause.getMessage()) : String.valueOf(cause));
        }
        return false;
    }

    private void away(String reason) {
        if (!storeAway) {
            LOG.warn("changes of alerts go to the journal until the store answers: {}", reason);
        }
        storeAway = true;
    }

    private void journal(List<AlertRecord> changes) {
        if (!unkept.isEmpty()) {
            // The disk refuses or hangs: nobody waits for it before it has answered again.
            changes.forEach(topic::append);
            hold(changes);
            return;
        }
        try {
            topic.appendAndFlush(changes, DISK_PATIENCE);
        } catch (StoreException e) {
            LOG.error("neither store nor journal take changes of alerts, they are told and held in memory", e);
            refusedAt = ticker.getAsLong();
            hold(changes);
        }
    }

    private void hold(List<AlertRecord> changes) {
        unkept.addAll(changes);
        while (unkept.size() > UNKEPT) {
            unkept.remove();
        }
    }

    /**
     * Brings what is only in memory to the store, when it is time to try again, or sees whether the journal has it on
     * disk by now.
     */
    void retryUnkept() throws InterruptedException {
        if (unkept.isEmpty() || ticker.getAsLong() - refusedAt < RETRY.toNanos()) {
            return;
        }
        List<AlertRecord> first = unkept.stream().limit(BATCH).toList();
        if (inStore(first)) {
            first.forEach(_ -> unkept.remove());
        } else if (onDisk()) {
            unkept.clear();
        } else {
            refusedAt = ticker.getAsLong();
        }
        if (unkept.isEmpty()) {
            LOG.info("changes of alerts that were only in memory are safe");
        }
    }

    private boolean onDisk() {
        try {
            topic.flush(patience);
            return true;
        } catch (StoreException _) {
            return false;
        }
    }

    /** Lets the store's thread do something when it is free. */
    void whenFree(Runnable work) {
        if (working.isDone()) {
            working = storeThread.submit(work);
        }
    }

    /** Never interrupts: that would close the embedded store. */
    @Override
    public void close() {
        storeThread.shutdown();
    }
}
