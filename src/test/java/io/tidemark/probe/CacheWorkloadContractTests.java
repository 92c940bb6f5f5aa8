package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the workloads on caches measure, each as it is configured by its name alone. */
class CacheWorkloadContractTests {

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({"lookups-1000,redis", "lookups-1000,builtin-cache", "statistics,redis", "statistics,builtin-cache",
            "bound,builtin-cache", "mixed,redis", "mixed,builtin-cache", "lifetime,redis", "lifetime,builtin-cache",
            "entry-memory,redis", "entry-memory,builtin-cache", "invalid-cache,redis"})
    void measuresEveryOperationAndFindsNothingWrong(String workload, String target) {
        try (Probes probes = probes(workload, target)) {
            TestProbes.run(probes);
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.errors()).isEmpty();
            assertThat(run.latency().min()).isPositive();
            assertThat(run.measures().get("cold")).isNotNegative();
        }
        assertThat(TestRedis.shared().keys("tidemark:test-1:" + workload + ":*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "builtin-cache"})
    void lookupsAreToldOneByOneAndAllAtOnce(String target) {
        Run run = run("lookups-1000", target);

        assertThat(run.operations()).containsOnlyKeys("single", "bulk");
        assertThat(run.operations().values()).extracting(Distribution::count).containsExactly(10L, 10L);
    }

    @Test
    void overTheNetworkManyLookupsAtOnceAreFarFasterThanOneByOne() {
        Run run = run("lookups-1000", "redis");

        assertThat(p50(run, "single")).isGreaterThan(3 * p50(run, "bulk"));
    }

    private static double p50(Run run, String operation) {
        return run.operations().getOrDefault(operation, Distribution.EMPTY).percentile(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "builtin-cache"})
    void statisticsAreThoseOfTheCache(String target) {
        Run first = run("statistics", target);

        assertThat(first.measures()).containsKeys("cache_hits", "cache_misses", "cache_evictions", "cache_entries");
        assertThat(first.measures().containsKey("cache_memory")).isEqualTo(target.equals("redis"));
    }

    @Test
    void aRedisCountsTheLookupsOfItsApplications() {
        double before = run("statistics", "redis").measures().getOrDefault("cache_hits", 0.0);
        TestRedis.shared().admin(jedis -> jedis.set("orders:1", "theirs"));
        for (int i = 0; i < 500; i++) {
            TestRedis.shared().admin(jedis -> jedis.get("orders:1"));
        }

        assertThat(run("statistics", "redis").measures().get("cache_hits")).isGreaterThanOrEqualTo(before + 500);
    }

    @Test
    void theBoundIsReachedAndKept() {
        Run run = run("bound", "builtin-cache");

        assertThat(run.measures()).containsEntry("entries_peak", 500.0);
        assertThat(run.measures().get("evictions")).isGreaterThanOrEqualTo(1500);
        assertThat(run.operations()).containsOnlyKeys("put", "get");
    }

    @Test
    void theBoundIsKeptInTheEndWhenManyPut() {
        ProbeSettings probe = TestProbes.settings("builtin-cache", "bound", null, 8, 20_000, null, null, null, null,
                null);
        try (Probes probes = TestProbes.of(Map.of(), Map.of("bound", probe), false, data)) {
            assertThat(TestProbes.run(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void theBoundOfARedisIsNotOurs() {
        assertThat(run("bound", "redis").outcome()).isEqualTo(new Outcome.Failed("redis: the size bound of a Redis is"
                + " a setting of the server (maxmemory), which a probe neither sets nor fills up; use the workload"
                + " bound on builtin-cache"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "builtin-cache"})
    void twentyWorkersReadAndWriteAtOnce(String target) {
        Run run = run("mixed", target);

        assertThat(run.attempts()).isEqualTo(1000);
        assertThat(run.operations()).containsOnlyKeys("read", "write");
        assertThat(run.operations().values()).allMatch(operation -> operation.count() > 300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "builtin-cache"})
    void expiryIsToldToAFewMilliseconds(String target) {
        Run run = run("lifetime", target);

        // They were watched after the measured part: nothing can be later than that took.
        assertThat(run.measures().get("expiry_lateness")).isBetween(0.0,
                run.took().minus(run.measured()).toNanos() / 1e9);
    }

    @ParameterizedTest
    @CsvSource({"redis,130,300", "builtin-cache,200,500"})
    void anEntryTakesMoreThanItsValueAndNotManyTimesAsMuch(String target, double least, double most) {
        assertThat(run("entry-memory", target).measures().get("entry_bytes")).isBetween(least, most);
    }

    @Test
    void invalidCommandsAreToldByTheirKind() {
        Run run = run("invalid-cache", "redis");

        assertThat(run.operations()).containsOnlyKeys("wrong-type", "wrong-argument", "unknown-command");
        assertThat(run.phases()).containsKeys("refused", "recovery");
    }

    @Test
    void theBuiltInCacheHasNoCommandsToBeWrong() {
        assertThat(run("invalid-cache", "builtin-cache").outcome()).isEqualTo(new Outcome.Failed(
                "builtin-cache: a cache in this process takes no commands that could be wrong; use a Redis"));
    }

    private Run run(String workload, String target) {
        try (Probes probes = probes(workload, target)) {
            return TestProbes.run(probes);
        }
    }

    private Probes probes(String workload, String target) {
        ProbeSettings probe = TestProbes.settings(target, workload, null, null, null, null, null, null, null, null);
        return TestProbes.of(Map.of("redis", TestRedis.shared().settings()), Map.of(workload, probe), false, data);
    }
}
