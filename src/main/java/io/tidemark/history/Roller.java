package io.tidemark.history;

import io.tidemark.history.store.Rollups;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.UnrolledHour;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls up the hours that are over, a small part in each transaction. An hour whose samples are not all in the store yet
 * waits for them; what comes later still has its hour rolled up again. Hours of another instance on the same store are
 * its own, until nobody has rolled them up for half the time they are kept.
 */
final class Roller {

    private static final Logger LOG = LoggerFactory.getLogger(Roller.class);
    private static final int HOURS_AT_ONCE = 1000;
    /** So long, runs that began in an hour may still be going on after it. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Store store;
    private final String instance;
    private final HistorySettings settings;
    private final InstantSource clock;
    private final LongSupplier oldestWaiting;

    /** @param oldestWaiting time in milliseconds of the oldest sample that is not in the store yet */
    Roller(Store store, String instance, HistorySettings settings, InstantSource clock, LongSupplier oldestWaiting) {
        this.store = store;
        this.instance = instance;
        this.settings = settings;
        this.clock = clock;
        this.oldestWaiting = oldestWaiting;
    }

    /**
     * Rolls up what is to be rolled up now.
     *
     * @param goOn asked between two parts, may wait; ends the round when false
     */
    void roll(BooleanSupplier goOn) {
        Instant now = clock.instant();
        Instant over = now.minus(GRACE);
        long waiting = oldestWaiting.getAsLong();
        Instant drained = waiting < over.toEpochMilli() ? Instant.ofEpochMilli(waiting) : over;
        roll(store.sampleRollups(), drained, settings.raw(), goOn);
        roll(store.runRollups(), over, settings.runs(), goOn);
    }

    private void roll(Rollups rollups, Instant endedBefore, Duration kept, BooleanSupplier goOn) {
        Instant now = clock.instant();
        Instant overdue = now.minus(kept.dividedBy(2));
        for (UnrolledHour hour : rollups.unrolled(instance, endedBefore, overdue, HOURS_AT_ONCE)) {
            if (!roll(rollups, hour, hour.start().isBefore(now.minus(kept)), goOn)) {
                return;
            }
        }
    }

    /**
     * An hour that cannot be rolled up for its own sake is left for the next round, until its time is over: nothing younger
     * could ever be removed behind it.
     */
    private static boolean roll(Rollups rollups, UnrolledHour hour, boolean last, BooleanSupplier goOn) {
        try {
            int part = 0;
            while (rollups.roll(hour, part++)) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
            }
            rollups.done(hour);
        } catch (RuntimeException e) {
            if (!RecordFault.is(e)) {
                throw e;
            }
            if (last) {
                LOG.error("The hour of {} could not be rolled up and is given up.", hour.start(), e);
                rollups.done(hour);
            } else {
                LOG.warn("The hour of {} could not be rolled up; it is tried again.", hour.start(), e);
            }
        }
        return goOn.getAsBoolean();
    }
}
