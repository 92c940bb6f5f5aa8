package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From settings to probes: the built-in ones, the rules they bring, and what is said of bad settings. */
class ProbesTests {

    private static final TargetSettings DATABASE = new TargetSettings("jdbc:postgresql://db/shop", "probe", null, null,
            null, null, null);
    private static final TargetSettings CACHE = new TargetSettings("redis://cache", null, null, true, null, null, null);

    @TempDir
    private Path data;

    @Test
    void withNothingConfiguredExactlySevenProbesRunAndEachSucceeds() {
        try (Probes probes = TestProbes.of(Map.of(), Map.of(), null, data)) {
            List<Source> running = running(probes);
            assertThat(running).extracting(Source::name).containsExactly("builtin-db-point-read",
                    "builtin-db-insert", "builtin-db-query-100", "builtin-db-transaction", "builtin-cache-get",
                    "builtin-cache-put", "builtin-cache-read-through");
            assertThat(running).allSatisfy(source -> {
                assertThat(source.description().every()).isEqualTo(Duration.ofSeconds(10));
                assertThat(source.observe().outcome()).isEqualTo(new Outcome.Succeeded());
            });
            assertThat(data.resolve("probe").resolve("builtin.mv.db")).exists();
        }
    }

    @Test
    void everyKindOfFailureIsCountedFromTheStartAndOfTheBuiltInProbesOnlyFew() {
        List<String> all = Stream.of(Failure.Kind.values()).map(Failure.Kind::code).toList();

        try (Probes probes = TestProbes.of(DATABASE, TestProbes.probe("point-read"))) {
            assertThat(running(probes)).singleElement().extracting(Source::failureKinds).isEqualTo(all);
        }
        assertThat(TestProbes.builtin().values()).hasSize(7).allSatisfy(
                kinds -> assertThat(kinds).isSubsetOf(all).hasSize(3));
    }

    @Test
    void theBuiltInDatabaseIsMadeAnewAtEveryStart() throws Exception {
        Files.createDirectories(data.resolve("probe"));
        Files.writeString(data.resolve("probe").resolve("builtin.mv.db"), "what a kill has left");
        try (Probes probes = TestProbes.of(Map.of(), Map.of(), null, data)) {
            assertThat(probes.sources().getFirst().observe().outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void theBuiltInProbesStepAsideForConfiguredTargetsUnlessAskedFor() {
        assertThat(probes(Map.of("shop", CACHE), null)).isEmpty();
        assertThat(probes(Map.of("shop", CACHE), true)).hasSize(7);
        assertThat(probes(Map.of(), false)).isEmpty();
    }

    @Test
    void readersOfOneSourceThatMayOverlapEachHaveTheirSessions() {
        Target source = new CaffeineTarget("source");
        Target one = new CaffeineTarget("one");
        Target other = new CaffeineTarget("other");

        assertThat(Probes.sessions(source, List.of(spec(source, null, 2), spec(one, source, 4), spec(one, source, 3),
                spec(other, source, 8)))).isEqualTo(2 + 1 + 4 + 8);
    }

    private static ProbeSpec spec(Target target, @Nullable Target source, int workers) {
        return new ProbeSpec("p", target, source, Objects.requireNonNull(Workloads.all().get("get")),
                Duration.ofSeconds(30),
                Load.closed(workers, 10, 0, 10, Duration.ofSeconds(10)), null, null, List.of());
    }

    @Test
    void nothingIsConnectedToBeforeARun() {
        assertThat(probes(Map.of("shop", DATABASE), null)).isEmpty();
    }

    @Test
    void shippedRulesComeWithTheProbeAndSayWhereTheyAreFrom() {
        ProbeSettings settings = TestProbes.settings("shop", "point-read", null, null, null, null, null, null, null,
                List.of("p95 < 5ms", "error_rate < 1% for 2m"));
        try (Probes probes = TestProbes.of(DATABASE, settings)) {
            Source.Description description = probes.sources().getFirst().description();

            assertThat(description.lane()).isEqualTo("target:shop");
            assertThat(description.every()).isEqualTo(Duration.ofSeconds(30));
            assertThat(description.rules()).containsExactly(
                    new RuleText("p95 < 10ms for 1m as warning", "orders", Origin.SHIPPED, "the workload point-read"));
        }
    }

    @Test
    void theShippedRulesAreTheUsualFigures() {
        try (Probes probes = TestProbes.of(Map.of(), Map.of(), true, data)) {
            assertThat(probes.sources().stream().flatMap(source -> source.description().rules().stream())
                    .map(rule -> rule.probe() + ": " + rule.text())).containsExactly(
                            "builtin-db-point-read: p95 < 10ms for 1m as warning",
                            "builtin-db-insert: p95 < 20ms for 1m as warning",
                            "builtin-db-query-100: p95 < 500ms for 1m as warning",
                            "builtin-db-transaction: throughput > 100/s for 1m as warning",
                            "builtin-db-transaction: violations < 1 for 1m as warning",
                            "builtin-cache-get: p99 < 1ms for 1m as warning",
                            "builtin-cache-get: throughput > 10000/s for 1m as warning",
                            "builtin-cache-put: p99 < 1ms for 1m as warning",
                            "builtin-cache-read-through: hit_rate >= 95% for 1m as warning",
                            "builtin-cache-read-through: speedup >= 3 for 1m as warning");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "shop | point-raed | | | tidemark.probes.orders.workload: unknown workload 'point-raed'; did you mean"
                    + " 'point-read'? Allowed: <workloads>",
            "shpo | point-read | | | tidemark.probes.orders.target: unknown target 'shpo'; did you mean 'shop'?"
                    + " Allowed: shop, cache, builtin-db, builtin-cache, builtin-local",
            " | point-read | | | tidemark.probes.orders.target: is missing. Allowed: shop, cache, builtin-db, builtin-cache, builtin-local",
            "shop | | | | tidemark.probes.orders.workload: is missing. Allowed: <workloads>",
            "shop | insert | | | tidemark.probes.orders.workload: 'insert' writes, but target 'shop' does not allow it;"
                    + " set tidemark.targets.shop.writes: true or choose a reading workload",
            "shop | get | | | tidemark.probes.orders.workload: 'get' is for caches, but target 'shop' is a database",
            "cache | point-read | | | tidemark.probes.orders.workload: 'point-read' is for databases, but target"
                    + " 'cache' is a cache",
            "cache | get | shop | | tidemark.probes.orders.source: workload 'get' takes no source",
            "cache | read-through | cache | | tidemark.probes.orders.source: 'cache' is a cache, a source must be a"
                    + " database",
            "cache | read-through | shpo | | tidemark.probes.orders.source: unknown target 'shpo'; did you mean 'shop'?"
                    + " Allowed: shop, cache, builtin-db, builtin-cache, builtin-local",
            "shop | query-100 | | 99 | tidemark.probes.orders.rows: must be 100 to 1000000, got 99",
            "shop | point-read | | 0 | tidemark.probes.orders.rows: must be 1 to 1000000, got 0"})
    void aBadProbeIsOneSentence(@Nullable String target, @Nullable String workload, @Nullable String source,
            @Nullable Integer rows, String sentence) {
        Map<String, TargetSettings> targets = new LinkedHashMap<>();
        targets.put("shop", DATABASE);
        targets.put("cache", CACHE);
        ProbeSettings settings = TestProbes.settings(target, workload, null, null, null, null, rows, null, source,
                null);

        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(targets, Map.of("orders", settings), false,
                data)).withMessage(sentence.replace("<workloads>", String.join(", ", Workloads.all().keySet())));
    }

    @Test
    void boundsAreToldWithTheValue() {
        assertRefused(
                TestProbes.settings("shop", "point-read", Duration.ofMillis(10), null, null, null, null, null, null,
                        null),
                "tidemark.probes.orders.every: must be 1s to 1d, got 10ms");
        assertRefused(TestProbes.settings("shop", "point-read", null, 1001, null, null, null, null, null, null),
                "tidemark.probes.orders.concurrency: must be 1 to 1000, got 1001");
        assertRefused(TestProbes.settings("shop", "point-read", null, null, 0, null, null, null, null, null),
                "tidemark.probes.orders.operations: must be 1 to 1000000, got 0");
        assertRefused(
                TestProbes.settings("shop", "point-read", null, null, null, null, null, Duration.ofMillis(5), null,
                        null),
                "tidemark.probes.orders.deadline: must be 1s to 10m, got 5ms");
    }

    @Test
    void namesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> TestProbes.of(Map.of("Shop", CACHE), Map.of(), null, data)).withMessageContaining("'Shop'");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(Map.of("shop", CACHE),
                Map.of("builtin-x", TestProbes.probe("get")), null, data)).withMessageContaining("reserved");
    }

    @Test
    void aTargetWithoutAUrlIsOneSentence() {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(
                Map.of("shop", new TargetSettings(null, null, null, null, null, null, null)), Map.of(), null, data))
                .withMessage("tidemark.targets.shop.url: is missing");
    }

    @Test
    void theProcessWhoseUseIsToldMustBeAWatchedOne() {
        ProbeSettings settings = new ProbeSettings("shop", "point-read", null, null, null, null, null, null, null, null,
                null, null, null, null, "shp", null, null, null);

        assertRefused(settings, "tidemark.probes.orders.process: unknown entry of tidemark.processes 'shp'. Allowed:"
                + " none is configured");
    }

    private void assertRefused(ProbeSettings settings, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(DATABASE, settings)).withMessage(sentence);
    }

    private static List<Source> running(Probes probes) {
        return probes.sources().stream().filter(source -> source.description().kind() == Source.Kind.PROBE).toList();
    }

    private List<Source> probes(Map<String, TargetSettings> targets, @Nullable Boolean builtin) {
        try (Probes probes = TestProbes.of(targets, Map.of(), builtin, data)) {
            return running(probes);
        }
    }
}
