package io.tidemark.history.store;

import java.time.Instant;

/**
 * An hour of one instance in which something was stored that the roll-ups do not hold yet.
 *
 * @param touched grows with each write, so that what comes while it is rolled up is not taken for done
 */
public record UnrolledHour(String instance, Instant start, long touched) {}
