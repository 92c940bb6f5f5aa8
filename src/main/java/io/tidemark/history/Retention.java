package io.tidemark.history;

import io.tidemark.history.store.Store;
import io.tidemark.history.store.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the store: measures it, and removes what is too old or too much, whole partitions or a small batch at a time
 * with a breath between, so that writing is never held up.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Store store;
    private final HistorySettings settings;
    private final InstantSource clock;
    private final StoreMeter meter;
    private final SizeLimit limit;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("tidemark-retention").daemon().unstarted(this::run);

    Retention(Store store, HistorySettings settings, InstantSource clock, StoreMeter meter) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.meter = meter;
        this.limit = new SizeLimit(store, meter, settings, clock);
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

    /** Makes room for what comes, before anything is written. */
    void prepare() {
        attempt(() -> store.makePartitions(settings.tiers(), clock.instant()));
    }

    /** One round: everything that is too old now, and what is too much. */
    void clean() {
        Instant now = clock.instant();
        store.makePartitions(settings.tiers(), now);
        for (Tier tier : settings.tiers()) {
            Instant before = now.minus(tier.kept());
            while (store.dropOlder(tier, before)) {
                // The next partition.
            }
            inBatches(() -> store.deleteOlder(tier, before, BATCH));
        }
        limit.enforce(BATCH, () -> stopsWithin(BREATH));
    }

    private void inBatches(IntSupplier batch) {
        while (batch.getAsInt() >= BATCH && !stopsWithin(BREATH)) {
            // The next batch.
        }
    }

    private void run() {
        boolean stopped = stopsWithin(FIRST);
        for (int minute = 0; !stopped; minute++) {
            measure();
            if (minute % EVERY.toMinutes() == 1) {
                attempt(this::clean);
            }
            stopped = stopsWithin(MINUTE);
        }
    }

    /** A store that is away is told by those who write to it. */
    private void measure() {
        try {
            meter.measure();
        } catch (RuntimeException e) {
            LOG.debug("The store cannot be measured.", e);
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("The store could not be looked after; it is tried again in a few minutes.", e);
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
