package io.tidemark.probe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on purpose, to see that failures are counted and the next run recovers. Shares are percent of
 * operations.
 *
 * @param fail operations that fail without being sent
 * @param slow operations that take longer
 * @param slowBy by how much, 100 ms by default
 * @param cut operations whose connection is cut before they are sent
 */
public record FaultSettings(@Nullable Double fail, @Nullable Double slow, @Nullable Duration slowBy,
        @Nullable Double cut) {}
