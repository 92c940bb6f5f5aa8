package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is too old, a small batch at a time with a breath between, so that writing is never held up. */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Store store;
    private final HistorySettings settings;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("tidemark-retention").daemon().unstarted(this::run);

    Retention(Store store, HistorySettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    void stop(Duration deadline) {
        stopping.countDown();
        try {
            if (thread.isAlive()) {
                thread.join(deadline);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round: everything that is too old now. */
    void clean() {
        var oldestSample = clock.instant().minus(settings.raw());
        var oldestRun = clock.instant().minus(settings.runs());
        inBatches(() -> store.deleteBlocks(oldestSample, BATCH));
        inBatches(() -> store.deleteRuns(oldestRun, BATCH));
    }

    private void inBatches(IntSupplier batch) {
        while (batch.getAsInt() == BATCH && !stopsWithin(BREATH)) {
            // The next batch.
        }
    }

    private void run() {
        boolean stopped = stopsWithin(FIRST);
        while (!stopped) {
            try {
                clean();
            } catch (RuntimeException | Error e) {
                LOG.warn("Old records could not be removed; it is tried again in {} min.", EVERY.toMinutes(), e);
            }
            stopped = stopsWithin(EVERY);
        }
    }

    private boolean stopsWithin(Duration time) {
        try {
            return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}
