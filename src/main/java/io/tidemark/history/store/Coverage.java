package io.tidemark.history.store;

import java.util.SortedSet;

/**
 * What the tiers can answer for, in milliseconds.
 *
 * @param rawFrom from when on raw data is complete
 * @param minutesFrom from when on the minutes of all rolled-up hours are there
 * @param unrolled starts of the hours that the roll-ups do not hold yet, or not all of them
 */
public record Coverage(long rawFrom, long minutesFrom, SortedSet<Long> unrolled) {}
