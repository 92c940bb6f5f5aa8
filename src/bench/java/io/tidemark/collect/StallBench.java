package io.tidemark.collect;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.LoadSettings;
import io.tidemark.probe.ProbeSettings;
import io.tidemark.probe.Probes;
import io.tidemark.probe.ProbingSettings;
import io.tidemark.probe.TargetSettings;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestProbes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is seen of a PostgreSQL whose every process is frozen: for a second within a run, and for a minute while another
 * one is well. Properties: seconds (10) of the run, frozen (60) seconds of the second part.
 */
class StallBench {

    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final int FROZEN = Integer.getInteger("frozen", 60);
    private static final double RATE = 100;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int WORKERS = 2;

    @TempDir
    private Path data;

    @Test
    void frozenForASecondWithinARun() throws Exception {
        try (TestPostgres server = new TestPostgres()) {
            LoadSettings open = load(RATE, null);
            LoadSettings closed = load(null, Duration.ofNanos((long) (1e9 / RATE)));
            System.out.printf("%-40s %10s %9s %9s %9s %14s %8s%n", "run", "operations", "p50 ms", "p99 ms", "max ms",
                    "above 100 ms", "failed");
            print("open, 100 operations/s, not frozen", run(server, open, false));
            print("open, 100 operations/s", run(server, open, true));
            print("closed, 1 worker, 10 ms between", run(server, closed, true));
        }
    }

    private static LoadSettings load(@Nullable Double rate, @Nullable Duration think) {
        return new LoadSettings(rate, think, Duration.ofSeconds(SECONDS), null, null, null, null, null);
    }

    /** In the middle of the measured part; the rows are there from the run before, so that preparing takes no time. */
    private Run run(TestPostgres server, LoadSettings load, boolean frozen) throws Exception {
        int workers = load.rate() == null ? 1 : 4;
        try (Probes prepared = probes(Map.of("shop", server.settings()),
                Map.of("stall", probe("shop", 1, null, null)));
                Probes probes = probes(Map.of("shop", server.settings()),
                        Map.of("stall", probe("shop", workers, load, null)))) {
            succeed(observe(prepared));
            CompletableFuture<Run> running = CompletableFuture.supplyAsync(() -> observe(probes));
            if (frozen) {
                TimeUnit.MILLISECONDS.sleep(500L * SECONDS);
                freeze(server, Duration.ofSeconds(1));
            }
            return succeed(running.join());
        }
    }

    private static void freeze(TestPostgres server, Duration duration) throws InterruptedException {
        server.freeze();
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } finally {
            server.thaw();
        }
    }

    private static void print(String name, Run run) {
        Distribution latency = run.latency();
        System.out.printf("%-40s %10d %9.2f %9.1f %9.1f %14d %8d%n", name, run.attempts(),
                1e3 * latency.percentile(50), 1e3 * latency.percentile(99), 1e3 * latency.max(),
                latency.count() - latency.countWithin(0.1), run.failures());
    }

    private static Run succeed(Run run) {
        if (!(run.outcome() instanceof Outcome.Succeeded)) {
            throw new IllegalStateException(run.outcome().toString());
        }
        return run;
    }

    private static Run observe(Probes probes) {
        Source probe = probes.sources().stream().filter(source -> source.name().equals("stall")).findFirst()
                .orElseThrow();
        return probe.observe().run().orElseThrow();
    }

    /** On the schedule the service keeps: one lane for each target. */
    @Test
    void frozenForAMinuteWhileAnotherIsWell() throws Exception {
        try (TestPostgres sick = new TestPostgres();
                TestPostgres well = new TestPostgres();
                Probes probes = probes(Map.of("sick", sick.settings(), "well", well.settings()),
                        Map.of("on-sick", probe("sick", WORKERS, null, EVERY), "on-well",
                                probe("well", WORKERS, null, EVERY)));
                Lanes lanes = new Lanes()) {
            List<Observation> seen = new CopyOnWriteArrayList<>();
            Collector collector = new Collector("test-1", new Sources(probes.sources()),
                    FakeRooms.pipeline(seen::add), InstantSource.system(), System::nanoTime, lanes::lane);
            CollectorLoop loop = new CollectorLoop(collector);
            loop.start();
            TimeUnit.SECONDS.sleep(10);
            ConnectionWatch connections = new ConnectionWatch(sick.port(), WORKERS + 1);
            Instant from = Instant.now();
            sick.freeze();
            try {
                connections.watch(Duration.ofSeconds(FROZEN));
            } finally {
                sick.thaw();
            }
            Instant to = Instant.now();
            long most = connections.mostAfterwards(Duration.ofSeconds(10));
            loop.stop();
            System.out.printf("frozen for %d s; probes with %d workers every %d s%n", FROZEN, WORKERS,
                    EVERY.toSeconds());
            print("on-well", collector, seen, from, to);
            print("on-sick", collector, seen, from, to);
            System.out.printf(
                    "connections to the frozen server, %d allowed: at most %d open, more than allowed in %.1f %%"
                            + " of the looks; with those given up that the server has yet to take note of at most %d; after"
                            + " the thaw at most %d open%n",
                    WORKERS + 1, connections.mostOpen(),
                    100 * connections.shareAbove(), connections.mostHeld(), most);
        }
    }

    private static void print(String probe, Collector collector, List<Observation> seen, Instant from, Instant to) {
        List<Observation> all = seen.stream().filter(observation -> observation.source().equals(probe))
                .filter(observation -> observation.at().isAfter(from) && observation.at().isBefore(to)).toList();
        List<Run> runs = all.stream().flatMap(observation -> observation.run().stream()).toList();
        System.out.printf("%s: %d runs (%d succeeded, longest %.2f s), %d skipped, longest from one to the next %.2f s,"
                + " slots left out since the start %d%n", probe, runs.size(),
                runs.stream().filter(run -> run.outcome() instanceof Outcome.Succeeded).count(),
                runs.stream().mapToDouble(run -> run.took().toNanos() / 1e9).max().orElse(0),
                all.stream().filter(observation -> observation.outcome() instanceof Outcome.Skipped).count(),
                longestGap(runs), collector.tally(probe).skipped());
    }

    private static double longestGap(List<Run> runs) {
        List<Double> gaps = new ArrayList<>(List.of(0.0));
        for (int i = 1; i < runs.size(); i++) {
            gaps.add(Duration.between(runs.get(i - 1).startedAt(), runs.get(i).startedAt()).toNanos() / 1e9);
        }
        return gaps.stream().max(Double::compare).orElseThrow();
    }

    private Probes probes(Map<String, TargetSettings> targets, Map<String, ProbeSettings> probes) {
        return new Probes(new ProbingSettings(targets, probes, false, false, data), "test-1", TestProbes.engine(),
                InstantSource.system());
    }

    private static ProbeSettings probe(String target, int workers, @Nullable LoadSettings load,
            @Nullable Duration every) {
        return new ProbeSettings(target, "point-read", every, workers, load == null ? 20 : null, null, null, null, null,
                null, load, null, null, null, null, null, null, null);
    }
}
