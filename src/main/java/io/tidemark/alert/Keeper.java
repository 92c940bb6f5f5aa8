package io.tidemark.alert;

import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what happened to alerts: changes in the store at once, or in the journal when it does not answer in time.
 * Called by one thread.
 */
final class Keeper implements AutoCloseable {

    /** So long a change may wait for the store before it is journalled and told. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int UNKEPT = 10_000;

    private final AlertStore store;
    private final Journal.Topic<AlertRecord> topic;
    private final ExecutorService storeThread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("alert-store").factory());
    private final Deque<AlertRecord> unkept = new ArrayDeque<>();
    private Future<?> working = CompletableFuture.completedFuture(null);
    private boolean storeAway;

    Keeper(AlertStore store, Journal.Topic<AlertRecord> topic) {
        this.store = store;
        this.topic = topic;
    }

    /** Returns when the record is safe, or when nothing can be done for it now. */
    void keep(AlertRecord item) throws InterruptedException {
        if (!retryUnkept()) {
            remember(item);
            return;
        }
        switch (item) {
            case AlertRecord.Changed _ -> keepNow(item);
            // Nobody is told of these, and a receipt that is lost only means that a message is sent twice.
            case AlertRecord.Waiting _,AlertRecord.Dropped _,AlertRecord.Told _ -> append(item, false);
        }
    }

    private void keepNow(AlertRecord item) throws InterruptedException {
        if (!inStore(item)) {
            append(item, true);
        }
    }

    private boolean inStore(AlertRecord item) throws InterruptedException {
        // An earlier write that still hangs: the next one would only wait behind it.
        if (!working.isDone()) {
            return false;
        }
        working = storeThread.submit(() -> store.write(List.of(item)));
        try {
            working.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            storeAway = false;
            return true;
        } catch (TimeoutException _) {
            away("it did not answer within " + PATIENCE.toMillis() + " ms");
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

    private boolean append(AlertRecord item, boolean flush) {
        try {
            if (flush) {
                topic.appendAndFlush(item);
            } else {
                topic.append(item);
            }
            return true;
        } catch (StoreException e) {
            if (unkept.isEmpty()) {
                LOG.error("neither store nor journal take changes of alerts, they are told and held in memory", e);
            }
            remember(item);
            return false;
        }
    }

    private void remember(AlertRecord item) {
        unkept.add(item);
        if (unkept.size() > UNKEPT) {
            LOG.error("a change of an alert is forgotten: neither store nor journal took the last {}", UNKEPT);
            unkept.remove();
        }
    }

    /** Answers whether everything held in memory is safe now. */
    boolean retryUnkept() {
        while (!unkept.isEmpty()) {
            try {
                topic.appendAndFlush(unkept.peek());
                unkept.remove();
            } catch (StoreException _) {
                return false;
            }
        }
        return true;
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
