package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CacheTarget;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.util.Optional;

/** What the workloads on caches have in common: their keys, and leaving none of them behind. */
abstract class CacheWorkload extends RuledWorkload<CacheSession> {

    private volatile Optional<CacheEntries> entries = Optional.empty();

    CacheWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    @Override
    public final Class<CacheSession> on() {
        return CacheSession.class;
    }

    final CacheEntries entries(Assignment assignment) {
        CacheEntries known = entries.orElseGet(() -> CacheEntries.of(assignment));
        entries = Optional.of(known);
        return known;
    }

    static boolean inProcess(Target target) {
        return target instanceof CacheTarget cache && cache.inProcess();
    }

    /** Makes sure that every key has its entry. */
    final void prepareEntries(CacheSession session, Assignment assignment) throws ProbeException {
        CacheEntries entries = entries(assignment);
        if (assignment.target().writes()) {
            session.putAll(entries.keys(), Payload::bytes);
            return;
        }
        long present = session.present(entries.keys());
        if (present < entries.size()) {
            throw ProbeException.refused("%s is configured without writes, and has %d of the %d keys '%s0' to '%s%d'"
                    .formatted(assignment.target().name(), present, entries.size(), entries.prefix(), entries.prefix(),
                            entries.size() - 1));
        }
    }

    @Override
    public void clean(CacheSession session, Assignment assignment) {
        if (assignment.target().writes()) {
            session.removeAll(entries(assignment).keys());
        }
    }
}
