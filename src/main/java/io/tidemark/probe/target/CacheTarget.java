package io.tidemark.probe.target;

import java.time.Duration;

/** A cache of bytes by key. */
public sealed interface CacheTarget extends Target permits RedisTarget, CaffeineTarget {

    /** Whether the cache is in this process, where a lookup needs no round trip. */
    boolean inProcess();

    @Override
    CacheSession open(Duration limit) throws Exception;
}
