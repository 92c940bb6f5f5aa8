package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the answer to Redis' `INFO`. */
record RedisVitals(Map<String, String> fields) {

    private static final Map<String, Metric> FIELDS = Map.of("connected_clients", Vitals.CONNECTIONS, "maxclients",
            Vitals.MOST_CONNECTIONS, "keyspace_hits", Vitals.HITS, "keyspace_misses", Vitals.MISSES, "evicted_keys",
            Vitals.EVICTIONS, "used_memory", Vitals.MEMORY, "maxmemory", Vitals.MOST_MEMORY);
    /** `slave0:ip=10.0.0.7,port=6379,state=online,offset=1,lag=0`, in seconds. */
    private static final Pattern REPLICA_LAG = Pattern.compile(".*\\blag=([0-9]+).*");

    static RedisVitals of(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().map(line -> line.split(":", 2)).filter(parts -> parts.length == 2)
                .forEach(parts -> fields.put(parts[0], parts[1].strip()));
        return new RedisVitals(fields);
    }

    Vitals vitals() {
        Map<Metric, Double> readings = new LinkedHashMap<>();
        FIELDS.forEach((field, metric) -> number(field).ifPresent(value -> readings.put(metric, value)));
        // No limit at all is written as 0.
        readings.remove(Vitals.MOST_MEMORY, 0.0);
        lag().ifPresent(seconds -> readings.put(Vitals.LAG, seconds));
        return new Vitals(readings);
    }

    /** Seconds since the last word between primary and replica, which Redis takes for the lag. */
    private OptionalDouble lag() {
        if ("slave".equals(fields.get("role"))) {
            return "up".equals(fields.get("master_link_status"))
                    ? number("master_last_io_seconds_ago")
                    : number("master_link_down_since_seconds");
        }
        return fields.entrySet().stream().filter(field -> field.getKey().matches("slave[0-9]+"))
                .map(field -> REPLICA_LAG.matcher(field.getValue())).filter(Matcher::matches)
                .mapToDouble(lag -> Double.parseDouble(lag.group(1))).max();
    }

    private OptionalDouble number(String field) {
        String written = fields.get(field);
        return written == null || !written.matches("[0-9]+")
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(written));
    }
}
