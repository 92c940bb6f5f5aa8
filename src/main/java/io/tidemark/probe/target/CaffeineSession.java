package io.tidemark.probe.target;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/** The built-in cache, called directly. */
final class CaffeineSession implements CacheSession {

    private final Cache<String, byte[]> cache;

    CaffeineSession(Cache<String, byte[]> cache) {
        this.cache = cache;
    }

    @Override
    public byte @Nullable [] get(CacheKey key) {
        return cache.getIfPresent(key.toString());
    }

    @Override
    public void put(CacheKey key, byte[] value) {
        cache.put(key.toString(), value);
    }

    @Override
    public void putAll(List<CacheKey> keys, IntFunction<byte[]> values) {
        for (int i = 0; i < keys.size(); i++) {
            put(keys.get(i), values.apply(i));
        }
    }

    @Override
    public void removeAll(List<CacheKey> keys) {
        keys.forEach(key -> cache.invalidate(key.toString()));
    }

    @Override
    public long present(List<CacheKey> keys) {
        return keys.stream().filter(key -> get(key) != null).count();
    }

    @Override
    public String phase() {
        return "execute";
    }

    @Override
    public void limit(Duration limit) {}

    @Override
    public boolean answers() {
        return true;
    }

    @Override
    public boolean isBroken() {
        return false;
    }

    @Override
    public void reset() {}

    @Override
    public void abort() {}

    @Override
    public void close() {}
}
