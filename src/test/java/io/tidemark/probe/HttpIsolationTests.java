package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collect.CollectorRoom;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that misbehave in every way at once each give their own outcome, and hold up nobody else. */
class HttpIsolationTests {

    /** A good endpoint, the built-in database and cache, and what is done in this process. */
    private static final Map<String, @Nullable String> GOOD = good();
    private static final int ROUNDS = 3;
    /** They hold whoever asks until that one gives up. */
    private static final Set<String> WAITING = Set.of("hanging", "trickling", "trickling-headers", "mute");
    private static final int OPERATIONS = 5;
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Waiting SHORT = new Waiting(OPERATIONS, Duration.ofMillis(500));
    /** Until measuring is over, after 3.5 minutes: longer than any test lasts. */
    private static final Waiting LONG = new Waiting(1_000, Duration.ofSeconds(5));

    @TempDir
    private Path directory;

    /** How often somebody waits in vain, and how long each time. */
    private record Waiting(int operations, Duration each) {}

    private static Map<String, @Nullable String> good() {
        Map<String, @Nullable String> targets = new LinkedHashMap<>();
        targets.put("request", "good");
        targets.put("point-read", Builtins.DATABASE);
        targets.put("insert", Builtins.DATABASE);
        targets.put("get", Builtins.CACHE);
        targets.put("contexts", null);
        targets.put("dispatch-mixed", null);
        targets.put("broadcast", null);
        targets.put("tokens-hs256", null);
        return targets;
    }

    @Test
    void badEndpointsEachTellWhatTheyAre() throws Exception {
        try (TestHttp good = TestHttp.answering(200, "hello");
                BadEndpoints bad = new BadEndpoints(directory);
                Probes probes = probes(good, bad, SHORT, null);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEachTellsWhatItIs(running(probes, bad, threads), bad);
        }
    }

    @Test
    void othersAreDoneAgainAndAgainWhileSomeWait() throws Exception {
        try (TestHttp good = TestHttp.answering(200, "hello");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                BadEndpoints bad = new BadEndpoints(directory);
                Probes probes = probes(good, bad, LONG, null)) {
            Map<String, CompletableFuture<Observation>> running = running(probes, bad, threads);
            List<Source> others = sources(probes).filter(one -> !bad.kinds().containsKey(one.name())).toList();
            for (int round = 0; round < ROUNDS; round++) {
                others.forEach(HttpIsolationTests::assertSucceeds);
            }

            assertThat(WAITING).as("still waiting while all others were done " + ROUNDS + " times")
                    .noneMatch(name -> Objects.requireNonNull(running.get(name)).isDone());
        }
    }

    private static Map<String, CompletableFuture<Observation>> running(Probes probes, BadEndpoints bad,
            ExecutorService threads) {
        return sources(probes).filter(one -> bad.kinds().containsKey(one.name())).collect(
                Collectors.toMap(Source::name, one -> CompletableFuture.supplyAsync(one::observe, threads)));
    }

    private static void assertSucceeds(Source source) {
        assertThat(source.observe().outcome()).as(source.name()).isEqualTo(new Outcome.Succeeded());
    }

    private static void assertEachTellsWhatItIs(Map<String, CompletableFuture<Observation>> running,
            BadEndpoints bad) {
        Map<String, Observation> seen = running.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().join(), (a, _) -> a, TreeMap::new));
        Map<String, String> kinds = new TreeMap<>();
        seen.forEach((name, one) -> kinds.put(name, String.join(",", one.run().orElseThrow().errors().keySet())));
        assertThat(kinds).isEqualTo(bad.kinds());
        assertThat(seen.values()).extracting(one -> one.outcome().reason()).doesNotHaveDuplicates();
    }

    @Test
    void theScheduleOfOthersIsKeptBesideThem() throws Exception {
        List<Observation> all = new CopyOnWriteArrayList<>();
        CountDownLatch told = new CountDownLatch(1);
        try (TestHttp good = TestHttp.answering(200, "hello");
                BadEndpoints bad = new BadEndpoints(directory);
                Probes probes = probes(good, bad, LONG, Duration.ofSeconds(1));
                CollectorRoom _ = new CollectorRoom(new Sources(probes.sources()), observation -> {
                    all.add(observation);
                    if (isEnough(all)) {
                        told.countDown();
                    }
                })) {
            assertThat(told.await(1, TimeUnit.MINUTES)).as("all others went on: " + all).isTrue();
            assertThat(all).as("each waits for an answer, slot by slot")
                    .filteredOn(one -> WAITING.contains(one.source()))
                    .allMatch(one -> one.outcome() instanceof Outcome.Skipped);
            bad.close();
        }
    }

    /** Each of those that wait has missed slots, and each other one succeeded no less often than that. */
    private static boolean isEnough(List<Observation> all) {
        return WAITING.stream().allMatch(name -> count(all, name, Outcome.Skipped.class) >= ROUNDS)
                && GOOD.keySet().stream().allMatch(name -> count(all, name, Outcome.Succeeded.class) >= ROUNDS);
    }

    private static long count(List<Observation> all, String source, Class<? extends Outcome> outcome) {
        return all.stream().filter(one -> one.source().equals(source) && outcome.isInstance(one.outcome())).count();
    }

    private Probes probes(TestHttp good, BadEndpoints bad, Waiting waiting, @Nullable Duration every) {
        Map<String, TargetSettings> targets = new LinkedHashMap<>();
        Map<String, ProbeSettings> probes = new LinkedHashMap<>();
        bad.targets().forEach((name, target) -> {
            boolean waits = WAITING.contains(name);
            targets.put(name, waits ? RawServer.patient(target, waiting.each) : target);
            probes.put(name, settings(name, "request", waits ? waiting.operations : OPERATIONS, every));
        });
        targets.put("good", good.settings());
        GOOD.forEach((workload, target) -> probes.put(workload, settings(target, workload, OPERATIONS, every)));
        return TestProbes.of(targets, probes, false, directory);
    }

    /** No more of a body than 100 kB. */
    private static ProbeSettings settings(@Nullable String target, String workload, int operations,
            @Nullable Duration every) {
        HttpSettings http = workload.equals("request")
                ? new HttpSettings(null, null, null, null, null, null, null, "100kB")
                : null;
        return new ProbeSettings(target, workload, every, null, operations, 0, null, DEADLINE, null, null, null, null,
                null, http, null, null, null, null);
    }

    private static Stream<Source> sources(Probes probes) {
        return probes.sources().stream().filter(source -> source.description().kind() == Source.Kind.PROBE);
    }
}
