package io.tidemark.history;

import io.tidemark.history.store.Rollups;
import io.tidemark.history.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has hours rolled up and removes what is too old, a small part at a time with a breath between, so that writing is never
 * held up.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Store store;
    private final HistorySettings settings;
    private final InstantSource clock;
    private final Roller roller;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("tidemark-retention").daemon().unstarted(this::run);

    Retention(Store store, HistorySettings settings, InstantSource clock, Roller roller) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.roller = roller;
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

    /** One round: everything that can be rolled up now, then everything that is too old now. */
    void clean() {
        roller.roll(() -> !stopsWithin(BREATH));
        Instant now = clock.instant();
        inBatches(() -> store.deleteBlocks(now.minus(settings.raw()), BATCH));
        inBatches(() -> store.deleteRuns(now.minus(settings.runs()), BATCH));
        for (Rollups rollups : List.of(store.sampleRollups(), store.runRollups())) {
            inBatches(() -> rollups.deleteMinutes(now.minus(settings.minutes()), BATCH));
            inBatches(() -> rollups.deleteHours(now.minus(settings.hours()), BATCH));
        }
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
            } catch (RuntimeException e) {
                LOG.warn("Roll-ups could not be made or old records not removed; it is tried again in {} min.",
                        EVERY.toMinutes(), e);
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
