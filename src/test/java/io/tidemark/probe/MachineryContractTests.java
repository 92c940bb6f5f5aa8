package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the workloads done in this process measure, each as it is configured by its name alone and without a target. */
class MachineryContractTests {

    private static final Duration DEADLINE = Duration.ofSeconds(40);

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"contexts", "dispatch", "dispatch-10", "dispatch-mixed", "broadcast", "tokens-hs256",
            "tokens-rs256", "tokens-es256"})
    void measuresEveryOperationAndFindsNothingWrong(String workload) {
        try (Probes probes = probes(workload, null, null)) {
            TestProbes.run(probes);
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.target()).isEqualTo("builtin-local");
            assertThat(run.errors()).isEmpty();
            assertThat(run.latency().min()).isPositive();
            assertThat(run.measures().get("cold")).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contexts", "dispatch-mixed", "broadcast", "tokens-es256"})
    void aCrowdFindsNothingWrongEither(String workload) {
        Run run = run(workload, 100, null);

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void tenThousandContextsAreMadeAndTheirSizeIsTold() {
        Run run = run("contexts", null, null);

        assertThat(run.attempts()).isEqualTo(10_000);
        assertThat(run.operations()).containsOnlyKeys("root", "child");
        assertThat(run.phases()).containsKeys("create", "propagate");
        assertThat(run.measures().get("context_bytes")).isBetween(50.0, 500.0);
    }

    @Test
    void ofFourMessagesOneIsACommand() {
        Run run = run("dispatch-mixed", null, null);

        assertThat(count(run, "command")).isBetween(300L, 700L);
        assertThat(count(run, "query")).isEqualTo(2_000 - count(run, "command"));
    }

    @Test
    void issuingAndVerifyingAreToldApart() {
        Run run = run("tokens-rs256", null, null);

        assertThat(List.of(count(run, "issue"), count(run, "verify"))).containsExactly(50L, 50L);
    }

    @Test
    void aThousandSubscribersHaveAllTheirEventsAndLeaveNoThread() {
        Run run = run("broadcast", null, 1_000);

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.measures()).containsKeys("event_rate", "dropped");
        assertThat(run.measures().get("dropped")).as("what the slow one missed").isNotNegative();
    }

    private static long count(Run run, String operation) {
        return run.operations().getOrDefault(operation, Distribution.EMPTY).count();
    }

    private Run run(String workload, @Nullable Integer concurrency, @Nullable Integer rows) {
        try (Probes probes = probes(workload, concurrency, rows)) {
            return TestProbes.run(probes);
        }
    }

    private Probes probes(String workload, @Nullable Integer concurrency, @Nullable Integer rows) {
        return TestProbes.of(Map.of(), Map.of("here", TestProbes.settings(null, workload, null, concurrency, null, null,
                rows, DEADLINE, null, null)), false, data);
    }
}
