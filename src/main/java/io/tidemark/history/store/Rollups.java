package io.tidemark.history.store;

import java.time.Instant;
import java.util.List;

/**
 * Minutes and hours made of what is stored raw, and nothing else: made again they are the same. Every method is one
 * transaction and may fail or wait.
 */
public interface Rollups {

    /**
     * Hours to roll up, oldest first.
     *
     * @param instance whose
     * @param endedBefore only those that ended before
     * @param overdue those of all instances that began before
     */
    List<UnrolledHour> unrolled(String instance, Instant endedBefore, Instant overdue, int most);

    /**
     * Rolls a small part of an hour up.
     *
     * @param part from 0 on
     * @return whether there are further parts
     */
    boolean roll(UnrolledHour hour, int part);

    /** Takes all parts of an hour as rolled up, unless something came meanwhile. */
    void done(UnrolledHour hour);
}
