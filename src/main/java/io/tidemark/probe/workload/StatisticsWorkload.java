package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CacheSession.Statistics;
import io.tidemark.probe.target.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the cache says of itself, tells it, and looks whether it counts: a lookup that must miss and one that must
 * hit have to show. The figures are of everybody who uses the cache; a Redis counts them for the whole server.
 */
class StatisticsWorkload extends CacheWorkload {

    private static final Traits TRAITS = Traits.reading("statistics", "Reads what the cache says of itself.")
            .operations("statistics").phases("round_trip", "execute").rows(1, 1)
            .measures(Metric.counter("probe.cache_hits", Unit.ONE, Better.HIGHER,
                    "Lookups the cache has answered, for everybody, since it counts"),
                    Metric.counter("probe.cache_misses", Unit.ONE, Better.LOWER,
                            "Lookups the cache has not answered, for everybody, since it counts"),
                    Metric.counter("probe.cache_evictions", Unit.ONE, Better.LOWER,
                            "Entries the cache has removed to make room, since it counts"),
                    Metric.gauge("probe.cache_hit_rate", Unit.ONE, Better.HIGHER,
                            "Share of lookups the cache has answered, for everybody, since it counts"),
                    Metric.gauge("probe.cache_entries", Unit.ONE, Better.NEITHER, "Entries in the cache"),
                    Metric.gauge("probe.cache_memory", Unit.BYTES, Better.LOWER, "Memory the cache uses"));

    StatisticsWorkload() {
        super(TRAITS);
    }

    /** A hundred readings within 100 ms. */
    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return inProcess(target)
                ? warnings("mean < 1ms", "violations < 1")
                : warnings("violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("INFO");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) {
        if (assignment.target().writes()) {
            session.removeAll(entries(assignment).keys());
        }
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        String phase = session.phase();
        return watch -> {
            watch.start();
            session.statistics();
            watch.stop("statistics", phase);
        };
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        Statistics before = session.statistics();
        boolean writes = assignment.target().writes();
        look(session, entries(assignment).key(0), writes);
        Statistics after = session.statistics();
        // Somebody may have reset the figures in between.
        boolean reset = after.hits() < before.hits() || after.misses() < before.misses();
        return new Verification(new Verification.Findings()
                .check(reset || after.misses() > before.misses(),
                        "a lookup that missed was not counted, the cache says "
                                + after.misses() + " misses before and after it")
                .check(reset || !writes || after.hits() > before.hits(), "a lookup that hit was not counted, the cache"
                        + " says " + after.hits() + " hits before and after it")
                .verification().violations(), told(before));
    }

    /** One lookup that misses and, where we may put an entry, one that hits. */
    void look(CacheSession session, CacheKey key, boolean writes) {
        session.get(new CacheKey(key + ":none"));
        if (writes) {
            session.put(key, Payload.bytes(0));
            session.get(key);
        }
    }

    private static Map<String, Double> told(Statistics told) {
        Map<String, Double> measures = new HashMap<>(Map.of("cache_hits", (double) told.hits(), "cache_misses",
                (double) told.misses(), "cache_evictions", (double) told.evictions(), "cache_entries",
                (double) told.entries()));
        if (told.hits() + told.misses() > 0) {
            measures.put("cache_hit_rate", told.hits() / (double) (told.hits() + told.misses()));
        }
        told.bytes().ifPresent(bytes -> measures.put("cache_memory", (double) bytes));
        return measures;
    }
}
