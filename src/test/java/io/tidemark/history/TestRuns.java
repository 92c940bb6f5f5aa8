package io.tidemark.history;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** Runs to test with. */
public final class TestRuns {

    private TestRuns() {}

    /** A run with one operation of each of the given lengths. */
    public static Run run(long id, String probe, Instant startedAt, int... millis) {
        return run(id, probe, startedAt, new Outcome.Succeeded(), latencies(millis), Distribution.EMPTY, Map.of());
    }

    public static Run run(long id, String probe, Instant startedAt, Outcome outcome, Distribution latency,
            Distribution failed, Map<String, Long> errors) {
        return new Run(id, "test-1", probe, "point-read", "shop-db", startedAt.truncatedTo(ChronoUnit.MICROS),
                Duration.ofMillis(1500), Duration.ofMillis(1000), outcome,
                latency.isEmpty() ? Map.of() : Map.of("read", latency),
                failed.isEmpty() ? Map.of() : Map.of("refused", failed), errors,
                Map.of("pool_wait", latencies(1), "execute", latencies(3, 4)), Map.of("hit_rate", 0.75),
                List.of("two rows differ"), new Run.Cost(0.25, 123_456, 0.1),
                new Conditions(0.5, null, 0.02, null, 0.001, 0.002),
                new Run.Course(List.of("never got steady"),
                        List.of(new Run.Stage("base", 5, 1.5, 100, 1, 0.1, 0.2, 0.3))),
                3);
    }

    /** The same while the host was like that. */
    public static Run during(Run run, Duration took, Conditions conditions) {
        return new Run(run.id(), run.instance(), run.probe(), run.workload(), run.target(), run.startedAt(), took,
                run.measured(), run.outcome(), run.operations(), run.failed(), run.errors(), run.phases(),
                run.measures(), run.violations(), run.cost(), conditions, run.course(), run.fence());
    }

    public static Distribution latencies(int... millis) {
        Histogram histogram = Distribution.empty();
        for (int one : millis) {
            histogram.recordValue(one * 1_000_000L);
        }
        return Distribution.of(histogram);
    }
}
