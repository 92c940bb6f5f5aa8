package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a server says of itself, all of it and not only of what we do. What it does not know, or does not tell this user,
 * is left out.
 *
 * @param readings by metric; counters since the server began to count
 */
public record Vitals(Map<Metric, Double> readings) {

    public static final Metric CONNECTIONS = Metric.gauge("server.connections", Unit.ONE, Better.LOWER,
            "Connections a server has, of everybody");
    public static final Metric MOST_CONNECTIONS = Metric.gauge("server.connections.max", Unit.ONE, Better.NEITHER,
            "Connections a server takes at most");
    public static final Metric HIT_RATIO = Metric.gauge("server.cache.hit_ratio", Unit.ONE, Better.HIGHER,
            "Share of the latest lookups that a server's cache answered");
    public static final Metric HITS = Metric.counter("server.cache.hits", Unit.ONE, Better.NEITHER,
            "Lookups that a server's cache answered");
    public static final Metric MISSES = Metric.counter("server.cache.misses", Unit.ONE, Better.LOWER,
            "Lookups that a server's cache could not answer");
    public static final Metric EVICTIONS = Metric.counter("server.evictions", Unit.ONE, Better.LOWER,
            "Entries or pages a server's cache gave up to make room");
    public static final Metric MEMORY = Metric.gauge("server.memory.used", Unit.BYTES, Better.LOWER,
            "Memory a server keeps data in");
    public static final Metric MOST_MEMORY = Metric.gauge("server.memory.max", Unit.BYTES, Better.NEITHER,
            "Memory a server may keep data in");
    public static final Metric COMMITS = Metric.counter("server.commits", Unit.ONE, Better.NEITHER,
            "Transactions a server committed");
    public static final Metric ROLLBACKS = Metric.counter("server.rollbacks", Unit.ONE, Better.LOWER,
            "Transactions a server rolled back");
    public static final Metric WAITING = Metric.gauge("server.locks.waiting", Unit.ONE, Better.LOWER,
            "Locks that are waited for on a server");
    public static final Metric LAG = Metric.gauge("server.replication.lag", Unit.SECONDS, Better.LOWER,
            "How far a replica is behind; on a primary the one that is furthest");

    static final List<Metric> OF_CACHE = List.of(CONNECTIONS, MOST_CONNECTIONS, HIT_RATIO, HITS, MISSES, EVICTIONS,
            MEMORY, MOST_MEMORY, LAG);
    static final List<Metric> OF_DATABASE = List.of(CONNECTIONS, MOST_CONNECTIONS, HIT_RATIO, HITS, MISSES, EVICTIONS,
            MEMORY, MOST_MEMORY, COMMITS, ROLLBACKS, WAITING, LAG);

    public Vitals {
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
    }

    public OptionalDouble reading(Metric metric) {
        Double value = readings.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Connections as a share of what the server takes at most; empty when either is unknown. */
    public OptionalDouble connectionShare() {
        Double used = readings.get(CONNECTIONS);
        Double most = readings.get(MOST_CONNECTIONS);
        return used == null || most == null || most <= 0 ? OptionalDouble.empty() : OptionalDouble.of(used / most);
    }

    /**
     * These and the share of hits among the lookups since the earlier reading; among all there were, when there is no
     * earlier one or the server has begun to count anew; as before, when nothing was looked up since.
     */
    public Vitals after(Vitals earlier) {
        OptionalDouble ratio = lookups() < earlier.lookups() || hits() < earlier.hits()
                ? ratio(hits(), lookups())
                : ratio(hits() - earlier.hits(), lookups() - earlier.lookups());
        Map<Metric, Double> more = new LinkedHashMap<>(readings);
        (ratio.isPresent() ? ratio : earlier.reading(HIT_RATIO)).ifPresent(value -> more.put(HIT_RATIO, value));
        return new Vitals(more);
    }

    private static OptionalDouble ratio(double hits, double lookups) {
        return lookups > 0 ? OptionalDouble.of(Math.clamp(hits / lookups, 0, 1)) : OptionalDouble.empty();
    }

    private double hits() {
        return readings.getOrDefault(HITS, 0.0);
    }

    private double lookups() {
        return hits() + readings.getOrDefault(MISSES, 0.0);
    }
}
