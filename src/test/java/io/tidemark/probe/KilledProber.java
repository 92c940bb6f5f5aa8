package io.tidemark.probe;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Secret;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Engine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A process that runs writing probes one after the other on two servers, and says so, until it is killed. */
final class KilledProber {

    static final String INSTANCE = "killed-1";
    static final List<String> TABLES = List.of("insert", "transaction", "bulk-insert.bulk");
    /** The most rows a run writes: 50 measured operations, 10 to warm up and a first one, 100 rows each. */
    static final int MOST_ROWS = 61 * 100;
    static final int KEYS = 1000;

    private static final int WARMUP = 10;

    private KilledProber() {}

    static void main(String[] args) {
        Probes probes = open(args[0], Integer.parseInt(args[1]), Path.of(args[2]));
        Map<String, List<Source>> lanes = probes(probes).stream()
                .collect(Collectors.groupingBy(source -> source.description().lane()));
        lanes.values().forEach(lane -> Thread.ofPlatform().start(() -> observe(lane)));
    }

    private static void observe(List<Source> lane) {
        while (true) {
            for (Source source : lane) {
                Observation seen = source.observe();
                System.out.println(source.description().lane() + ' ' + source.name() + ' ' + seen.outcome());
            }
        }
    }

    static List<Source> probes(Probes probes) {
        return probes.sources().stream().filter(source -> source.description().kind() == Source.Kind.PROBE).toList();
    }

    static Probes open(String database, int redis, Path data) {
        Map<String, TargetSettings> targets = Map.of("shop",
                new TargetSettings(database, "probe", new Secret("right"), true, null, null, null), "cache",
                new TargetSettings("redis://127.0.0.1:" + redis, null, null, true, null, null, null));
        Map<String, ProbeSettings> probes = new LinkedHashMap<>();
        probes.put("insert", probe("shop", "insert", 2000));
        probes.put("transaction", probe("shop", "transaction", 1000));
        probes.put("bulk-insert", probe("shop", "bulk-insert", 50));
        probes.put("put", probe("cache", "put", 5000));
        probes.put("mixed", probe("cache", "mixed", 5000));
        Ids ids = new Ids(InstantSource.system(), 0, 0);
        Engine engine = new Engine(INSTANCE, ids::next, _ -> () -> HostConditions.Seen.NOTHING,
                InstantSource.system());
        return new Probes(new ProbingSettings(targets, probes, false, false, data), INSTANCE, engine,
                InstantSource.system());
    }

    private static ProbeSettings probe(String target, String workload, int operations) {
        return TestProbes.settings(target, workload, null, 2, operations, WARMUP, KEYS, null, null, null);
    }
}
