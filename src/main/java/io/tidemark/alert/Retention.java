package io.tidemark.alert;

import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes alerts that were resolved 90 days ago, in small steps once an hour. */
final class Retention {

    static final Duration KEPT = Duration.ofDays(90);

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int BATCH = 200;
    private static final int BATCHES = 50;

    private final AlertStore store;
    private final InstantSource clock;
    private Instant next;

    Retention(AlertStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.next = clock.instant().plus(EVERY);
    }

    /** The work, when it is time for it. */
    Optional<Runnable> due() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return Optional.empty();
        }
        next = now.plus(EVERY);
        return Optional.of(() -> removeBefore(now.minus(KEPT)));
    }

    private void removeBefore(Instant cutoff) {
        try {
            int batches = 0;
            while (store.remove(cutoff, BATCH) == BATCH && batches < BATCHES) {
                batches++;
            }
        } catch (StoreException e) {
            LOG.warn("resolved alerts are removed later: {}", e.getMessage());
        }
    }
}
