package io.tidemark.history.store;

import java.time.Duration;

/**
 * Rows of one kind that grow old together. What is done to tiers (removing what is old, partitions, measuring) asks for
 * nothing else, so that one more tier is one more line where the tiers are listed.
 *
 * @param name as it is shown
 * @param table of the rows; in PostgreSQL partitioned by range of the key
 * @param key column that says when a row began
 * @param end column that says when it ended, the key itself where there is none
 * @param kind what the key is
 * @param kept age at which rows are removed
 */
public record Tier(String name, String table, String key, String end, Key kind, Duration kept) {

    /** What a key is. */
    public enum Key {
        /** A timestamp with time zone. */
        TIME,
        /** An id in order of time. */
        ID
    }

    /** Rows with a start and an end. */
    public static Tier ofTimes(String name, String table, String key, String end, Duration kept) {
        return new Tier(name, table, key, end, Key.TIME, kept);
    }

    /** Rows by id. */
    public static Tier ofIds(String name, String table, String key, Duration kept) {
        return new Tier(name, table, key, key, Key.ID, kept);
    }
}
