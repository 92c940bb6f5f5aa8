package io.tidemark.collect;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the observing of one source went since the start.
 *
 * @param late how long after its slot the last observation began
 * @param taken observations that were attempted
 * @param took how long they lasted together; of those given up, until they were
 * @param failures attempts that brought nothing or too late
 * @param skipped slots left out because the source was busy or left alone
 * @param lastSuccess instant of the last observation that was no failure; null before the first
 */
public record Tally(Duration late, long taken, Duration took, long failures, long skipped,
        @Nullable Instant lastSuccess) {}
