package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Probes as the service makes them, without the rest of it. */
public final class TestProbes {

    /** In the order of real ids: later runs have higher ones. */
    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis() << 12);

    private TestProbes() {}

    public static Engine engine() {
        HostConditions unknown = _ -> () -> HostConditions.Seen.NOTHING;
        return new Engine("test-1", IDS::incrementAndGet, unknown, InstantSource.system());
    }

    static Probes of(Map<String, TargetSettings> targets, Map<String, ProbeSettings> probes, @Nullable Boolean builtin,
            Path data) {
        return new Probes(new ProbingSettings(targets, probes, builtin, false, data), "test-1", engine(),
                InstantSource.system());
    }

    static Probes of(TargetSettings target, ProbeSettings probe) {
        return of(Map.of("shop", target), Map.of("orders", probe), false, Path.of("target", "unused"));
    }

    /** The probes that run with nothing configured, and what failures of each are counted by. */
    public static Map<String, List<String>> builtin() {
        try (Probes probes = of(Map.of(), Map.of(), null, Path.of("target", "unused"))) {
            return probes.sources().stream().filter(source -> source.description().kind() == Source.Kind.PROBE)
                    .collect(Collectors.toMap(Source::name, Source::failureKinds));
        }
    }

    static ProbeSettings probe(String workload) {
        return settings("shop", workload, null, null, null, null, null, null, null, null);
    }

    static ProbeSettings probe(String workload, int concurrency, int operations, Duration deadline) {
        return settings("shop", workload, null, concurrency, operations, null, null, deadline, null, null);
    }

    /** Settings of a probe, as many as most tests need. */
    public static ProbeSettings settings(@Nullable String target, @Nullable String workload, @Nullable Duration every,
            @Nullable Integer concurrency, @Nullable Integer operations, @Nullable Integer warmup,
            @Nullable Integer rows, @Nullable Duration deadline, @Nullable String source,
            @Nullable List<String> thresholds) {
        return new ProbeSettings(target, workload, every, concurrency, operations, warmup, rows, deadline, source,
                thresholds, null, null, null, null, null, null, null, null);
    }

    static Run run(Probes probes) {
        return run(probeOf(probes));
    }

    static Run run(Source source) {
        return source.observe().run().orElseThrow();
    }

    /** Until a run succeeds: of a target that has not answered a few times some runs are left out. */
    static void awaitSuccess(Probes probes) {
        Source source = probeOf(probes);
        Awaitility.await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(source.observe().outcome()).isEqualTo(new Outcome.Succeeded()));
    }

    private static Source probeOf(Probes probes) {
        return only(probes.sources().stream().filter(source -> source.description().kind() == Source.Kind.PROBE)
                .toList());
    }

    private static Source only(List<Source> sources) {
        if (sources.size() != 1) {
            throw new IllegalStateException("one probe expected, got " + sources.size());
        }
        return sources.getFirst();
    }
}
