package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheSession;
import java.util.Optional;

/** What the workloads on caches have in common: their keys, and leaving none of them behind. */
abstract class CacheWorkload implements Workload<CacheSession> {

    private volatile Optional<CacheEntries> entries = Optional.empty();

    @Override
    public final Class<CacheSession> on() {
        return CacheSession.class;
    }

    final CacheEntries entries(Assignment assignment) {
        CacheEntries known = entries.orElseGet(() -> CacheEntries.of(assignment));
        entries = Optional.of(known);
        return known;
    }

    @Override
    public void clean(CacheSession session, Assignment assignment) {
        if (assignment.target().writes()) {
            session.removeAll(entries(assignment).keys());
        }
    }
}
