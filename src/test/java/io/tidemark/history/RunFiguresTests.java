package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.store.RunSummary;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What none of many runs knows, they do not know together. */
class RunFiguresTests {

    private static final List<String> OF_OUR_OWN_RUNS = List.of("duration", "cpu_share", "allocated",
            "operations", "throughput", "violations");

    @Test
    void ofResultsWithoutACostOrALengthThereIsNone() {
        Run result = result(Duration.ZERO);

        assertThat(OF_OUR_OWN_RUNS).allSatisfy(measure -> assertThat(together(measure, result)).isEmpty());
        assertThat(together("p95", result)).hasValue(0.1);
    }

    @Test
    void ofResultsThatSayHowLongMeasuringTookThereIsNoThroughputOfNothing() {
        assertThat(together("throughput", result(Duration.ofSeconds(30)))).isEmpty();
    }

    @Test
    void theHeapOfRunsThatWereNotLookedAtDoesNotLowerThatOfTheOthers() {
        Run run = TestRuns.run(1, "orders", Instant.EPOCH, 5);

        assertThat(together("allocated", run, result(Duration.ZERO))).hasValue((double) run.cost().allocatedBytes());
    }

    private static Run result(Duration measured) {
        return new Run(1, "here", "checkout", "k6", "results", Instant.EPOCH, Duration.ZERO, measured,
                new Outcome.Succeeded(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of("p95", 0.1), List.of(),
                Run.Cost.NONE, Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }

    @Test
    void ofOurOwnThereIs() {
        Run run = TestRuns.run(1, "orders", Instant.EPOCH, 5);

        assertThat(OF_OUR_OWN_RUNS).allSatisfy(measure -> assertThat(together(measure, run)).isPresent());
    }

    private static OptionalDouble together(String measure, Run run) {
        return together(measure, run, run);
    }

    private static OptionalDouble together(String measure, Run run, Run other) {
        try (LatencyReader reader = new LatencyReader()) {
            RunFigures figures = new RunFigures(new Series("probe." + measure, Labels.of("probe", run.probe())),
                    reader);
            figures.add(RunSummary.of(run));
            figures.add(RunSummary.of(other));
            return figures.value();
        }
    }
}
