package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is not known of a run is no figure in answers, and never zero. */
class RunJsonTests {

    @Test
    void aResultOfFiguresAloneHasThoseAndNoOthers() {
        JsonNode json = json(result(Map.of("p95", 0.12, "operations", 1200.0), Map.of()));

        assertThat(json.get("operations").asInt()).isEqualTo(1200);
        assertThat(json.at("/latency/p95").asDouble()).isEqualTo(0.12);
        assertThat(json.at("/latency/count").asInt()).isZero();
        for (String unknown : List.of("tookSeconds", "measuredSeconds", "throughput", "verification", "cost",
                "conditions")) {
            assertThat(json.get(unknown).isNull()).as(unknown).isTrue();
        }
        for (String unknown : List.of("min", "mean", "p50", "p999", "max", "iqr", "outliers", "p50Low", "p50High")) {
            assertThat(json.get("latency").get(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(json(result(Map.of("throughput", 40.0), Map.of())).get("operations").isNull()).isTrue();
    }

    @Test
    void singleLatenciesAreCountedAndRead() {
        JsonNode json = json(result(Map.of(), Map.of("iteration", TestRuns.latencies(5, 5))));

        assertThat(json.get("operations").asInt()).isEqualTo(2);
        assertThat(json.at("/latency/count").asInt()).isEqualTo(2);
        assertThat(json.at("/byOperation/iteration/p50").asDouble()).isPositive();
        assertThat(json.get("throughput").isNull()).as("how long it took is not told").isTrue();
    }

    @Test
    void aRunOfOurOwnHasAll() {
        JsonNode json = json(TestRuns.run(1, "orders", Instant.EPOCH, 5));

        assertThat(json.get("tookSeconds").asDouble()).isEqualTo(1.5);
        assertThat(json.get("throughput").asDouble()).isEqualTo(1);
        assertThat(json.at("/cost/allocatedBytes").asInt()).isEqualTo(123_456);
        assertThat(json.at("/conditions/cpuUtilization").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/verification/passed").asBoolean(true)).isFalse();
    }

    @Test
    void ofARunThatFailedNobodyKnowsWhetherAllWasRight() {
        JsonNode json = json(TestRuns.run(1, "orders", Instant.EPOCH, new Outcome.Failed("refused"),
                Distribution.EMPTY, TestRuns.latencies(1), Map.of("refused", 1L)));

        assertThat(json.get("verification").isNull()).isTrue();
        assertThat(json.at("/latency/p95").isNull()).isTrue();
        assertThat(json.get("throughput").asDouble(-1)).isZero();
        assertThat(json.get("operations").asInt()).isOne();
    }

    private static Run result(Map<String, Double> measures, Map<String, Distribution> operations) {
        return new Run(1, "here", "checkout", "k6", "results", Instant.EPOCH, Duration.ZERO, Duration.ZERO,
                new Outcome.Succeeded(), operations, Map.of(), Map.of(), Map.of(), measures, List.of(), Run.Cost.NONE,
                Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }

    private static JsonNode json(Run run) {
        return new JsonMapper().valueToTree(RunJson.of(run));
    }
}
