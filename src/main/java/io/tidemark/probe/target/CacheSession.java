package io.tidemark.probe.target;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/** Gets and puts bytes by key. Whatever is put expires by itself, should nobody be left to remove it. */
public sealed interface CacheSession extends Session permits RedisSession, CaffeineSession {

    /** Where a scan begins, and what its last step returns. */
    String START = "0";

    /** How long an entry may outlive the run that put it. */
    Duration EXPIRY = Duration.ofHours(1);

    byte @Nullable [] get(CacheKey key);

    /** Gets many in as few round trips as the cache takes; null for each that has no value, in the order of the keys. */
    List<byte @Nullable []> getAll(List<CacheKey> keys);

    void put(CacheKey key, byte[] value);

    /** Puts an entry that expires sooner than others. */
    void put(CacheKey key, byte[] value, Duration expiry);

    /** Puts many at once; not for measuring. */
    void putAll(List<CacheKey> keys, IntFunction<byte[]> values);

    /** Removes many at once; not for measuring. */
    void removeAll(List<CacheKey> keys);

    /** How many of the keys have a value; not for measuring. */
    long present(List<CacheKey> keys);

    /**
     * Takes a small step through the keys of everybody, for looking through a whole cache without holding it up.
     *
     * @param cursor {@link #START}, or what the step before has returned
     * @param prefix letters, digits, `:`, `.`, `_` and `-`
     */
    Scanned scan(String cursor, String prefix);

    /** What the time of a get or put is spent on. */
    String phase();

    /** What the cache says of itself. */
    Statistics statistics();

    /** Bytes an entry takes with its key and all around it; empty when the cache cannot tell or has no such entry. */
    OptionalLong bytes(CacheKey key);

    /** A new cache of the same kind with a size bound; empty where the bound is the server's, and not ours to set. */
    Optional<CacheSession> bounded(int entries);

    /**
     * Does with an entry what cannot be done, and changes nothing.
     *
     * @throws UnsupportedOperationException when the cache takes no commands that could be wrong
     */
    void misuse(Misuse how, CacheKey key);

    /** Ways to be wrong. */
    enum Misuse {
        /** What fits values of another type. */
        WRONG_TYPE,
        /** A number that is none. */
        WRONG_ARGUMENT,
        /** What the server has never heard of. */
        UNKNOWN_COMMAND
    }

    /**
     * One step of a scan.
     *
     * @param keys those with the prefix that expire as soon as an entry of ours does
     * @param next where the next step goes on; {@link #START} when all were seen
     */
    record Scanned(List<CacheKey> keys, String next) {}

    /**
     * A cache's own figures, of all that use it.
     *
     * @param hits lookups answered since the cache was made or its figures were reset
     * @param misses lookups not answered, since then
     * @param evictions entries removed to make room, since then
     * @param entries how many there are now
     * @param bytes memory of all entries and whatever serves them; empty when unknown
     */
    record Statistics(long hits, long misses, long evictions, long entries, OptionalLong bytes) {}
}
