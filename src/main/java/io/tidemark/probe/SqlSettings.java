package io.tidemark.probe;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The user's own SQL.
 *
 * @param statement one statement; reading only, unless the target allows writes
 * @param rows what the number of rows must be, such as `>= 1`
 * @param values what the first row must hold, by column, such as `= 'open'` or `< 100`
 */
public record SqlSettings(@Nullable String statement, @Nullable String rows, @Nullable Map<String, String> values) {}
