package io.tidemark.probe.target;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;

/** The built-in cache: Caffeine, in this process and bounded. */
public final class CaffeineTarget implements CacheTarget {

    /** The most entries kept; as many as a workload may ask for. */
    static final int ENTRIES = 100_000;

    private final String name;
    private final Cache<String, byte[]> cache;

    public CaffeineTarget(String name) {
        this.name = name;
        this.cache = CaffeineSession.cache(ENTRIES);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public boolean inProcess() {
        return true;
    }

    @Override
    public CacheSession open(Duration limit) {
        return new CaffeineSession(cache);
    }

    @Override
    public Failure explain(Throwable failure) {
        return new Failure(Failure.Kind.OTHER, name + " failed: " + failure);
    }
}
