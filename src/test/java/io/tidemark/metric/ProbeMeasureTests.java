package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.TestRuns;
import io.tidemark.metric.HostConditions.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a run does not know is no value, and never zero. */
class ProbeMeasureTests {

    @Test
    void aResultWithoutACostOrALengthHasNone() {
        Run result = run(Duration.ZERO, Run.Cost.NONE);
        for (String measure : List.of("duration", "cpu_share", "allocated", "violations")) {
            assertThat(value(result, measure)).as(measure).isEmpty();
        }
    }

    @Test
    void aResultOfFiguresAloneHasNoOperationsButThoseItTells() {
        Run result = run(Duration.ofSeconds(30), Run.Cost.NONE);
        assertThat(value(result, "operations")).isEmpty();
        assertThat(value(result, "throughput")).isEmpty();

        Run idle = run(Duration.ofSeconds(30), new Run.Cost(0.5, 4096, 0.25));
        assertThat(value(idle, "operations")).hasValue(0);
        assertThat(value(idle, "throughput")).hasValue(0);
    }

    @Test
    void aResultThatDoesNotTellHowLongItWasMeasuredHasNoThroughput() {
        Run result = run(Duration.ZERO, Run.Cost.NONE, Map.of("iteration", TestRuns.latencies(5)));

        assertThat(value(result, "operations")).hasValue(1);
        assertThat(value(result, "throughput")).isEmpty();
    }

    @Test
    void aRunThatWasMeasuredHasThem() {
        Run run = run(Duration.ofSeconds(2), new Run.Cost(0.5, 4096, 0.25));
        assertThat(value(run, "duration")).hasValue(2);
        assertThat(value(run, "cpu_share")).hasValue(0.25);
        assertThat(value(run, "allocated")).hasValue(4096);
    }

    private static OptionalDouble value(Run run, String measure) {
        return ProbeMeasure.value(run, measure, Labels.NONE);
    }

    private static Run run(Duration measured, Run.Cost cost) {
        return run(measured, cost, Map.of());
    }

    private static Run run(Duration measured, Run.Cost cost, Map<String, Distribution> operations) {
        return new Run(1, "here", "checkout", "k6", "results", Instant.EPOCH, Duration.ZERO, measured,
                new Outcome.Succeeded(), operations, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), cost,
                Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }
}
