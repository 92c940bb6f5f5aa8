package io.tidemark.probe.target;

import io.tidemark.probe.target.CacheSession.Statistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/** Reads what Redis answers to INFO: lines of `name:value`, between headings (Redis manual, INFO). */
final class RedisInfo {

    private RedisInfo() {}

    /** @param database whose entries are counted; the other figures are of the whole server */
    static Statistics statistics(String info, int database) {
        Map<String, String> told = lines(info);
        return new Statistics(number(told, "keyspace_hits").orElse(0), number(told, "keyspace_misses").orElse(0),
                number(told, "evicted_keys").orElse(0), entries(told.get("db" + database)),
                number(told, "used_memory"));
    }

    private static Map<String, String> lines(String info) {
        Map<String, String> lines = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return lines;
    }

    private static OptionalLong number(Map<String, String> told, String name) {
        return Optional.ofNullable(told.get(name)).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong)
                .map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Of a line such as `keys=3,expires=0,avg_ttl=0`; a database without entries has none. */
    private static long entries(@Nullable String keyspace) {
        return keyspace == null || !keyspace.matches("keys=\\d{1,18},.*")
                ? 0
                : Long.parseLong(keyspace.substring("keys=".length(), keyspace.indexOf(',')));
    }
}
