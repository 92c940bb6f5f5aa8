package io.tidemark.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ToolMeasure;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files of the shape that each tool writes, and what they come to. */
class ResultsTests {

    @Test
    void everyFormatIsFoundByBeingThere() throws IOException {
        try (Stream<Path> sources = java.nio.file.Files.list(Path.of("src/main/java/io/tidemark/intake"))) {
            long files = sources.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Results.java") && !name.equals("Results.java")).count();
            assertThat(Results.formats()).hasSize((int) files).containsAll(Files.ALL.values());
        }
    }

    @Test
    void hyperfineTellsEachCommandWithItsRuns() {
        List<Imported> results = Files.read("hyperfine.json");
        assertThat(results).extracting(Imported::name).containsExactly("./build --warm", "./build --cold");
        Imported warm = results.getFirst();
        assertThat(warm.latency().count()).isEqualTo(4);
        assertThat(warm.latency().max()).isCloseTo(0.21, within(0.002));
        assertThat(warm.measured()).isEqualTo(Duration.ofMillis(810));
        assertThat(warm.measures()).containsEntry("mean", 0.2025).containsEntry("p50", 0.2015)
                .containsEntry("stddev", 0.0055).containsEntry("min", 0.197).containsEntry("max", 0.21)
                .containsEntry("user_seconds", 0.151).containsEntry("system_seconds", 0.0375)
                .containsEntry("memory_bytes", 12582912.0).hasSize(8);
        assertThat(warm.errors()).isEmpty();
    }

    @Test
    void hyperfineCountsRunsThatFailedApart() {
        Imported cold = Files.read("hyperfine.json").getLast();
        assertThat(cold.latency().count()).isEqualTo(1);
        assertThat(cold.latency().max()).isCloseTo(1, within(0.01));
        assertThat(cold.errors()).isEqualTo(Map.of("exit_code", 1L));
        assertThat(cold.measures()).containsOnlyKeys("user_seconds", "system_seconds");
        assertThat(cold.notes()).hasSize(1);
    }

    @Test
    void pytestBenchmarkTellsEachBenchmarkWithItsRounds() {
        List<Imported> results = Files.read("pytest-benchmark.json");
        Imported parse = results.getFirst();
        assertThat(parse.name()).isEqualTo("tests/test_shop.py::test_parse[10]");
        assertThat(parse.startedAt()).isEqualTo(Instant.parse("2026-11-26T08:00:00.250Z"));
        assertThat(parse.measured()).isEqualTo(Duration.ofMillis(9));
        assertThat(parse.latency().count()).isEqualTo(5);
        assertThat(parse.measures()).containsEntry("p50", 0.0015).containsEntry("throughput", 555.5555555555555)
                .containsEntry("operations", 5.0).containsEntry("iqr", 0.0008);
        Figure throughput = figure(parse, "throughput");
        assertThat(throughput.metric().unit()).isEqualTo(Unit.PER_SECOND);
        assertThat(throughput.metric().better()).isEqualTo(Better.HIGHER);
    }

    @Test
    void pytestBenchmarkWithoutRoundsHasFiguresAndNoDistribution() {
        Imported add = Files.read("pytest-benchmark.json").getLast();
        assertThat(add.latency().isEmpty()).isTrue();
        assertThat(add.measures()).containsEntry("mean", 2.45e-8).containsEntry("operations", 120_000.0);
        assertThat(add.measured()).isEqualTo(Duration.ofNanos(2_940_000));
    }

    @Test
    void jmhTellsTheTimeOfAnOperationInSecondsAndLowerIsBetter() {
        Imported add = Files.read("jmh.json").getFirst();
        assertThat(add.name()).isEqualTo("CartBench.add(size=10,kind=mixed)-avgt");
        assertThat(add.latency().count()).isEqualTo(4);
        assertThat(add.latency().max()).isCloseTo(2.75e-6, within(3e-8));
        assertThat(add.measures().get("mean")).isCloseTo(2.5e-6, within(1e-15));
        assertThat(add.measures().get("score_error_seconds")).isCloseTo(2.5e-7, within(1e-15));
        assertThat(add.measures()).containsKeys("min", "p50", "p90", "p95", "p99", "p99.9", "max")
                .containsEntry("gc_alloc_rate_norm_bytes", 48.0).containsEntry("gc_count", 3.0);
        assertThat(figure(add, "mean").metric().better()).isEqualTo(Better.LOWER);
        assertThat(figure(add, "gc_count").metric().better()).isEqualTo(Better.NEITHER);
    }

    @Test
    void jmhTellsThroughputWhereHigherIsBetterAndNoLatency() {
        Imported total = Files.read("jmh.json").get(1);
        assertThat(total.name()).isEqualTo("CartBench.total-thrpt");
        assertThat(total.latency().isEmpty()).isTrue();
        assertThat(total.measures()).containsOnlyKeys("throughput");
        assertThat(total.measures().get("throughput")).isCloseTo(1_500_000, within(1e-6));
        assertThat(figure(total, "throughput").metric().better()).isEqualTo(Better.HIGHER);
        assertThat(total.measured()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void jmhTellsEveryOperationItSampled() {
        Imported find = Files.read("jmh.json").getLast();
        assertThat(find.latency().count()).isEqualTo(100);
        assertThat(find.latency().percentile(90)).isCloseTo(0.002, within(2e-5));
        assertThat(find.measured()).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void jmhBenchmarksOfOneNameInTwoPackagesKeepTheirWholeNames() {
        String one = """
                {"benchmark": "%s", "mode": "avgt",
                 "primaryMetric": {"scoreUnit": "ns/op", "rawData": [[1.5]], "score": 1.5}}""";
        assertThat(
                Files.parse("jmh", "[" + one.formatted("a.b.Bench.run") + "," + one.formatted("a.c.Bench.run") + "]"))
                .extracting(Imported::name).containsExactly("a.b.Bench.run-avgt", "a.c.Bench.run-avgt");
    }

    @Test
    void k6TellsTheFiguresOfItsOldestSummary() {
        Imported result = only("k6-export.json");
        assertThat(result.name()).isEmpty();
        assertThat(result.latency().isEmpty()).isTrue();
        assertThat(result.measures()).containsEntry("p95", 0.1205).containsEntry("mean", 0.0505)
                .containsEntry("operations", 1200.0).containsEntry("throughput", 40.0)
                .containsEntry("error_rate", 0.01).containsEntry("thresholds_failed", 1.0)
                .containsEntry("http_req_duration_expected_response_true_p95_seconds", 0.118)
                .containsEntry("data_received_bytes", 1_200_000.0)
                .containsEntry("data_received_bytes_per_second", 40_000.0)
                .containsEntry("checks_rate", 0.9833333333333333).containsEntry("queue_depth_min", -3.0)
                .containsEntry("vus_max", 40.0).containsEntry("vus_max_max", 40.0);
        assertThat(figure(result, "http_req_failed_rate").metric().better()).isEqualTo(Better.LOWER);
        assertThat(figure(result, "checks_rate").metric().better()).isEqualTo(Better.HIGHER);
        assertThat(figure(result, "queue_depth_p95").metric().unit()).isEqualTo(Unit.ONE);
        assertThat(figure(result, "iteration_duration_med_seconds").metric().unit()).isEqualTo(Unit.SECONDS);
        assertThat(result.notes()).anyMatch(note -> note.contains("http_req_duration, http_reqs, http_req_failed"));
    }

    @Test
    void k6TellsTheFiguresThatAScriptGets() {
        Imported result = only("k6-handle-summary.json");
        assertThat(result.measured()).isEqualTo(Duration.ofNanos(30_000_500_000L));
        assertThat(result.measures()).containsEntry("p99.9", 0.08).containsEntry("operations", 600.0)
                .containsEntry("throughput", 20.0).containsEntry("payload_p90_bytes", 3000.0)
                .containsEntry("iteration_duration_p99_9_seconds", 0.08)
                .containsEntry("iteration_duration_count", 600.0).containsEntry("thresholds_failed", 1.0)
                .doesNotContainKeys("error_rate", "ws_ping_avg_seconds");
    }

    @Test
    void k6TellsTheFiguresOfItsNewestSummary() {
        Imported result = only("k6-machine-readable.json");
        assertThat(result.startedAt()).isEqualTo(Instant.parse("2026-11-26T08:00:00.5Z"));
        assertThat(result.measured()).isEqualTo(Duration.ofSeconds(30));
        assertThat(result.measures()).containsEntry("p95", 0.1205).containsEntry("throughput", 40.0)
                .containsEntry("error_rate", 0.01).containsEntry("checks_failed_rate", 0.01)
                .containsEntry("data_sent_bytes", 90_000.0).containsEntry("vus_value", 1.0)
                .doesNotContainKey("thresholds_failed");
    }

    @Test
    void k6CountsIterationsWhereItCountsNoRequests() {
        Imported result = Files.parse("k6", """
                {"metrics": {"grpc_req_duration": {"avg": 50, "min": 10, "med": 45, "max": 400, "p(95)": 120},
                  "iteration_duration": {"avg": 900, "min": 10, "med": 45, "max": 400, "p(95)": 950},
                  "iterations": {"count": 600, "rate": 20}}}""").getFirst();
        assertThat(result.measures()).containsEntry("p95", 0.12).containsEntry("operations", 600.0)
                .containsEntry("throughput", 20.0).doesNotContainKey("error_rate");
        assertThat(result.notes()).anyMatch(note -> note.endsWith("those of grpc_req_duration, iterations"));
    }

    /** `--summary-trend-stats=count` asks for nothing else. */
    @Test
    void k6TellsATrendFromACounterByTheRate() {
        Imported result = Files.parse("k6", """
                {"metrics": {"queue_depth": {"min": -3, "max": 5, "count": 60}, "http_req_duration": {"count": 60},
                  "sales": {"count": 60, "rate": 2}}}""").getFirst();
        assertThat(result.measures()).containsEntry("queue_depth_min", -3.0).containsEntry("queue_depth_count", 60.0)
                .containsEntry("http_req_duration_count", 60.0).containsEntry("sales_count", 60.0)
                .containsEntry("sales_per_second", 2.0);
    }

    @Test
    void whatAScriptCallsLikeAMeasureOfEveryProbeIsCalledOtherwise() {
        Imported result = Files
                .parse("k6",
                        """
                                {"metrics": {"http_req_duration": {"avg": 50}, "http_req_failed": {"passes": 1, "fails": 99, "value": 0.01},
                                  "error": {"passes": 50, "fails": 50, "value": 0.5}}}""")
                .getFirst();
        assertThat(result.measures()).containsEntry("error_rate", 0.01).containsEntry("error_rate_value", 0.5);

        Imported benchmark = Files.parse("jmh", """
                [{"benchmark": "a.B.c", "mode": "thrpt", "primaryMetric": {"score": 2, "scoreUnit": "ops/s"},
                  "secondaryMetrics": {"recovery": {"score": 7, "scoreUnit": "#"}}}]""").getFirst();
        assertThat(benchmark.measures()).isEqualTo(Map.of("throughput", 2.0, "recovery_value", 7.0));
        assertThat(ToolMeasure.named("recovery_value").orElseThrow().unit()).isEqualTo(Unit.ONE);
    }

    @Test
    void ofTwoFiguresThatWouldBeCalledTheSameTheFirstStays() {
        Imported result = Files.parse("k6",
                """
                        {"metrics": {"http_reqs{url:/a}": {"count": 1, "rate": 1}, "http_reqs{url:_a}": {"count": 2, "rate": 2}}}""")
                .getFirst();
        assertThat(result.measures()).containsEntry("http_reqs_url_a_count", 1.0);
        assertThat(result.notes()).contains("2 figures were left out: others before them are called the same");
    }

    @Test
    void junitTellsTestsAsIterationsAndFailuresByKind() {
        Imported result = only("junit.xml");
        assertThat(result.latency().count()).isEqualTo(3);
        assertThat(result.latency().max()).isCloseTo(1000, within(10.0));
        assertThat(result.errors()).isEqualTo(Map.of("error", 1L, "failure", 1L));
        assertThat(result.measures()).isEqualTo(Map.of("skipped_tests", 1.0));
        assertThat(result.startedAt()).isEqualTo(Instant.parse("2026-11-26T08:00:00Z"));
        assertThat(result.measured()).isEqualTo(Duration.ofSeconds(1001));
        assertThat(result.notes()).containsExactly("failure: org.example.ShopTests.subtracts",
                "error: org.example.CartTests.breaks");
    }

    /** Nobody knows how long they took, but that they passed. */
    @Test
    void junitCountsTestsWithoutATime() {
        Imported result = Files.parse("junit",
                """
                        <testsuite><testcase name="a"/><testcase name="b"/><testcase name="c"><failure/></testcase></testsuite>""")
                .getFirst();
        assertThat(result.measures()).containsEntry("operations", 3.0).containsEntry("error_rate", 1 / 3.0);
        assertThat(result.allFailed()).isFalse();
        assertThat(result.latency().isEmpty()).isTrue();
        assertThat(result.notes())
                .contains("2 tests that passed have no time: they are counted, and in none of the times");

        Imported failed = Files.parse("junit", """
                <testsuite><testcase name="c"><failure/></testcase></testsuite>""").getFirst();
        assertThat(failed.allFailed()).isTrue();
    }

    @Test
    void whatAProfilerOfJmhDidNotFindOutIsLeftOut() {
        Imported result = Files.parse("jmh",
                """
                        [{"benchmark": "a.B.c", "mode": "avgt",
                          "primaryMetric": {"score": 2, "scoreError": "NaN", "scoreUnit": "s/op", "rawData": [[2]]},
                          "secondaryMetrics": {"gc.alloc.rate": {"score": "NaN", "scoreUnit": "MB/sec", "rawData": [["NaN"]]}}}]""")
                .getFirst();
        assertThat(result.measures()).isEqualTo(Map.of("mean", 2.0));
    }

    @Test
    void aMarkAtTheBeginningOfAFileIsNoMatter() {
        assertThat(Files.parse("junit", "\uFEFF" + Files.text("junit.xml"))).hasSize(1);
        assertThat(Files.parse("jmh", "\uFEFF" + Files.text("jmh.json"))).hasSize(3);
    }

    private static Imported only(String file) {
        List<Imported> results = Files.read(file);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private static Figure figure(Imported result, String measure) {
        return result.figures().stream().filter(figure -> figure.measure().equals(measure)).findFirst().orElseThrow();
    }
}
