package io.tidemark.probe;

import io.tidemark.metric.Names;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What runs with nothing configured: seven light probes on a database and a cache in this process. */
final class Builtins {

    static final String DATABASE = "builtin-db";
    static final String CACHE = "builtin-cache";
    static final String LOCAL = "builtin-local";

    private static final Duration EVERY = Duration.ofSeconds(10);

    private Builtins() {}

    static List<Target> targets(Path data) {
        return List.of(new H2Target(DATABASE, data.resolve("probe")), new CaffeineTarget(CACHE),
                new LocalTarget(LOCAL));
    }

    /** Listed one by one: a workload added later does not join them by itself. */
    static Map<String, ProbeSettings> probes() {
        Map<String, ProbeSettings> probes = new LinkedHashMap<>();
        for (String workload : List.of("point-read", "insert", "query-100", "transaction")) {
            probes.put(DATABASE + "-" + workload, settings(DATABASE, workload, 100, null));
        }
        for (String workload : List.of("get", "put")) {
            probes.put(CACHE + "-" + workload, settings(CACHE, workload, 200, null));
        }
        probes.put(CACHE + "-read-through", settings(CACHE, "read-through", 200, DATABASE));
        return probes;
    }

    /**
     * The kinds of failures a probe is expected to have: all there are, and of ours only what may happen in a process,
     * because all kinds of all of them would be too many series for a small host.
     */
    static Stream<Failure.Kind> failures(String probe) {
        return Names.isOurs(probe)
                ? Stream.of(Failure.Kind.TIMEOUT, Failure.Kind.CONNECT, Failure.Kind.OTHER)
                : Stream.of(Failure.Kind.values());
    }

    private static ProbeSettings settings(String target, String workload, int operations,
            @Nullable String source) {
        return new ProbeSettings(target, workload, EVERY, 1, operations, null, null, null, source, null, null, null,
                null, null, null, null, null, null);
    }
}
