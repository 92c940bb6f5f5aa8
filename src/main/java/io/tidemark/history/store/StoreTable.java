package io.tidemark.history.store;

import java.time.Duration;

/**
 * Rows of one kind that grow old together. What is done to them (removing what is old, partitions, measuring) asks for
 * nothing else, so that one more is one more line where they are listed.
 *
 * @param name as it is shown
 * @param table of the rows; in PostgreSQL partitioned by range of the key
 * @param key column that says when a row began
 * @param end timestamp that says when it ended or, where there is none, began
 * @param kind what the key is
 * @param kept age at which rows are removed
 */
public record StoreTable(String name, String table, String key, String end, Key kind, Duration kept) {

    /** What a key is. */
    public enum Key {
        /** A timestamp with time zone. */
        TIME,
        /** An id in order of time. */
        ID
    }

    /** Rows with a start and an end. */
    public static StoreTable ofTimes(String name, String table, String key, String end, Duration kept) {
        return new StoreTable(name, table, key, end, Key.TIME, kept);
    }

    /** Rows of an hour each. */
    public static StoreTable ofHours(String name, String table, String start, Duration kept) {
        return ofTimes(name, table, start, start, kept);
    }

    /** Rows by id, which was made at their start or later. */
    public static StoreTable ofIds(String name, String table, String key, String start, Duration kept) {
        return new StoreTable(name, table, key, start, Key.ID, kept);
    }
}
