package io.tidemark.probe.target;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/** Gets and puts bytes by key. Whatever is put expires by itself, should nobody be left to remove it. */
public sealed interface CacheSession extends Session permits RedisSession, CaffeineSession {

    /** How long an entry may outlive the run that put it. */
    Duration EXPIRY = Duration.ofHours(1);

    byte @Nullable [] get(CacheKey key);

    void put(CacheKey key, byte[] value);

    /** Puts many at once; not for measuring. */
    void putAll(List<CacheKey> keys, IntFunction<byte[]> values);

    /** Removes many at once; not for measuring. */
    void removeAll(List<CacheKey> keys);

    /** How many of the keys have a value; not for measuring. */
    long present(List<CacheKey> keys);

    /** What the time of a get or put is spent on. */
    String phase();
}
