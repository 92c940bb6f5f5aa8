package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheKey;
import java.util.List;
import java.util.stream.IntStream;

/** The keys a run works on, all under our own prefix: `tidemark:<instance>:<probe>:<number>`. */
record CacheEntries(String prefix, List<CacheKey> keys) {

    static CacheEntries of(Assignment assignment) {
        String prefix = "tidemark:" + assignment.instance() + ":" + assignment.probe() + ":";
        return new CacheEntries(prefix,
                IntStream.range(0, assignment.rows()).mapToObj(i -> new CacheKey(prefix + i)).toList());
    }

    CacheKey key(int number) {
        return keys.get(number);
    }

    int size() {
        return keys.size();
    }
}
