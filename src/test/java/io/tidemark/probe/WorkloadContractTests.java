package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every workload does on every target it can run on. */
class WorkloadContractTests {

    /** Warm-up ends after a third of the time there is, and a busy machine takes longer to fill a cache. */
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({"point-read,postgres", "insert,postgres", "query-100,postgres", "transaction,postgres",
            "point-read,h2", "insert,h2", "query-100,h2", "transaction,h2", "get,redis", "put,redis",
            "read-through,redis", "get,caffeine", "put,caffeine", "read-through,caffeine"})
    void measuresEveryOperationAndLeavesNothingUnaccounted(String workload, String target) {
        try (Probes probes = probes(workload, target, 3, 50)) {
            TestProbes.run(probes);
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.attempts()).isEqualTo(50);
            assertThat(run.errors()).isEmpty();
            assertThat(run.violations()).isEmpty();
            assertThat(run.latency().min()).isPositive();
            assertThat(run.throughput()).isPositive();
            assertThat(run.phases()).containsKey("pool_wait").hasSizeGreaterThan(1);
            assertThat(run.measures().get("cold")).isNotNegative();
            assertThat(run.cost().cpuSeconds()).isPositive();
            assertThat(run.cost().cpuShare()).isBetween(0.0, 1.0);
            assertThat(run.measured()).isLessThan(run.took());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "caffeine"})
    void readThroughTellsHitRateAndSpeedUpAfterWarmUp(String target) {
        try (Probes probes = probes("read-through", target, 2, 400)) {
            Run run = TestProbes.run(probes);

            assertThat(run.measures().get("hit_rate")).isBetween(0.9, 1.0);
            assertThat(run.measures().get("speedup")).isPositive();
            assertThat(ProbeMeasure.value(run, "hit_rate", Labels.NONE)).isPresent();
        }
    }

    @Test
    void withoutASourceSpeedUpIsNeitherMeasuredNorJudged() {
        try (Probes probes = TestProbes.of(TestRedis.shared().settings(), TestProbes.probe("read-through"))) {
            assertThat(TestProbes.run(probes).measures()).containsKey("hit_rate").doesNotContainKey("speedup");
            assertThat(probes.sources().getFirst().description().rules()).extracting("text")
                    .containsExactly("hit_rate >= 95% for 1m as warning");
        }
    }

    @Test
    void aTransactionIsToldByOperationAndByPhase() {
        try (Probes probes = probes("transaction", "postgres", 1, 40)) {
            Run run = TestProbes.run(probes);

            assertThat(run.operations()).containsOnlyKeys("commit", "rollback");
            assertThat(run.operations()).extractingByKey("rollback").extracting(Distribution::count).isEqualTo(10L);
            assertThat(run.phases()).containsOnlyKeys("pool_wait", "connect", "execute", "commit", "rollback");
        }
    }

    @Test
    void nothingARunWroteStaysBehind() {
        try (Probes probes = probes("insert", "postgres", 2, 50)) {
            TestProbes.run(probes);
        }
        try (Probes probes = TestProbes.of(TestRedis.shared().settings(), TestProbes.probe("put"))) {
            TestProbes.run(probes);
        }

        assertThat(TestPostgres.shared().count("select count(*) from tidemark_probe.\"insert\"")).isZero();
        assertThat(TestRedis.shared().keys("tidemark:test-1:orders:*")).isEmpty();
    }

    /** Named as its workload, so that each has its own table. */
    private Probes probes(String workload, String target, int concurrency, int operations) {
        Map<String, TargetSettings> targets = Map.of("postgres", TestPostgres.shared().settings(), "redis",
                TestRedis.shared().settings());
        String name = target.equals("h2") ? "builtin-db" : target.equals("caffeine") ? "builtin-cache" : target;
        String source = !workload.equals("read-through") ? null : target.equals("redis") ? "postgres" : "builtin-db";
        ProbeSettings probe = TestProbes.settings(name, workload, null, concurrency, operations, null, null, DEADLINE,
                source, null);
        return TestProbes.of(targets, Map.of(workload, probe), false, data);
    }
}
