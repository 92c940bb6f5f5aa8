package io.tidemark.probe.target;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/** The built-in cache, called directly. */
final class CaffeineSession implements CacheSession {

    private final Cache<String, byte[]> cache;

    CaffeineSession(Cache<String, byte[]> cache) {
        this.cache = cache;
    }

    /** Maintenance on the calling thread: what a put costs is seen in the put. */
    static Cache<String, byte[]> cache(int entries) {
        return Caffeine.newBuilder().maximumSize(entries).expireAfter(Expiry.<String, byte[]>writing((_, _) -> EXPIRY))
                .recordStats().executor(Runnable::run).build();
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
    public List<byte @Nullable []> getAll(List<CacheKey> keys) {
        Map<String, byte[]> found = cache.getAllPresent(keys.stream().map(CacheKey::toString).toList());
        List<byte @Nullable []> values = new ArrayList<>(keys.size());
        keys.forEach(key -> values.add(found.get(key.toString())));
        return values;
    }

    @Override
    public void put(CacheKey key, byte[] value, Duration expiry) {
        var _ = cache.policy().expireVariably().orElseThrow().put(key.toString(), value, expiry);
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

    /** It ends with the process: nobody leaves anything in it. */
    @Override
    public Scanned scan(String cursor, String prefix) {
        return new Scanned(List.of(), START);
    }

    @Override
    public String phase() {
        return "execute";
    }

    @Override
    public Statistics statistics() {
        CacheStats told = cache.stats();
        return new Statistics(told.hitCount(), told.missCount(), told.evictionCount(), cache.estimatedSize(),
                OptionalLong.empty());
    }

    @Override
    public OptionalLong bytes(CacheKey key) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<CacheSession> bounded(int entries) {
        return Optional.of(new CaffeineSession(cache(entries)));
    }

    @Override
    public void misuse(Misuse how, CacheKey key) {
        throw new UnsupportedOperationException("a cache in this process takes no commands that could be wrong");
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
