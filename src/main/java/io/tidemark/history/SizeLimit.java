package io.tidemark.history;

import io.tidemark.history.store.Store;
import io.tidemark.history.store.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Removes the oldest rows of a store that is larger than it may be: tier by tier in their order, each until only its
 * newest hour is left.
 */
final class SizeLimit {

    private static final Logger LOG = LoggerFactory.getLogger(SizeLimit.class);
    private static final Duration NEWEST = Duration.ofHours(1);
    /** A little less than the limit, so that it is not reached again with the next record. */
    private static final double AIM = 0.98;

    private final Store store;
    private final StoreMeter meter;
    private final List<Tier> tiers;
    private final DataSize limit;
    private final InstantSource clock;
    private boolean said;
    private boolean saidThatNothingIsLeft;

    SizeLimit(Store store, StoreMeter meter, HistorySettings settings, InstantSource clock) {
        this.store = store;
        this.meter = meter;
        this.tiers = settings.tiers();
        this.limit = settings.size();
        this.clock = clock;
    }

    /**
     * One round.
     *
     * @param batch how many rows may go at once
     * @param stops rests before each batch, and tells whether to stop
     */
    void enforce(int batch, BooleanSupplier stops) {
        if (meter.measure().bytes() <= limit.toBytes()) {
            return;
        }
        tiers.forEach(tier -> giveWay(tier, batch, stops));
        if (meter.measure().bytes() > limit.toBytes() && !saidThatNothingIsLeft && !stops.getAsBoolean()) {
            saidThatNothingIsLeft = true;
            LOG.warn("The store takes more than tidemark.history.size ({}) with the newest rows alone; a larger one is"
                    + " needed.", text());
        }
    }

    private void giveWay(Tier tier, int batch, BooleanSupplier stops) {
        Instant before = clock.instant().minus(NEWEST);
        boolean more = true;
        while (more) {
            StoreUse use = meter.measure();
            double excess = use.bytes() - limit.toBytes() * AIM;
            more = excess > 0 && (store.dropOlder(tier, before)
                    || delete(tier, before, rows(use, tier, excess), batch, stops));
            if (more) {
                sayOnce(tier);
            }
        }
    }

    /** How many rows are that large. */
    private static double rows(StoreUse use, Tier tier, double bytes) {
        return use.tiers().stream().filter(one -> one.name().equals(tier.name()) && one.rows() > 0)
                .mapToDouble(one -> bytes * one.rows() / Math.max(1, one.bytes())).findFirst().orElse(1);
    }

    private boolean delete(Tier tier, Instant before, double rows, int batch, BooleanSupplier stops) {
        int deleted = 0;
        int last = batch;
        while (deleted < rows && last >= batch && !stops.getAsBoolean()) {
            last = store.deleteOlder(tier, before, (int) Math.min(batch, Math.ceil(rows - deleted)));
            deleted += last;
        }
        return deleted > 0;
    }

    private void sayOnce(Tier tier) {
        meter.shortened(tier);
        if (!said) {
            said = true;
            LOG.warn("The store has reached tidemark.history.size ({}); the oldest of '{}' go before they are {} old.",
                    text(), tier.name(), tier.kept());
        }
    }

    private String text() {
        return limit.toMegabytes() + "MB";
    }
}
