package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A starved prober breaks no rule, and a slow target is not excused. */
class DoubtTests {

    private final House house = new House(House.probeRule("p95 < 10ms"));

    @Test
    void aLatencyThatTheProbersOwnLagExplainsIsInconclusive() {
        assertThat(judged(12, lag(0.005)).verdict()).isEqualTo(new Verdict.Inconclusive(
                "p95 of orders-read is 12.1 ms, must be < 10 ms, but the prober was starved: a mere timer of its"
                        + " own was 5.0 ms late"));
    }

    @Test
    void aLatencyFarBeyondTheLagIsABreach() {
        assertThat(judged(200, lag(0.005)).verdict()).isInstanceOf(Verdict.Breached.class);
    }

    @Test
    void stolenTimeMakesItInconclusive() {
        assertThat(judged(200, new Conditions(0.9, 0.4, null, null, 0, null)).verdict().reason())
                .endsWith("but the machine was busy: 40 % of its processor time was taken by other machines");
    }

    @Test
    void standingStillMakesItInconclusive() {
        assertThat(judged(200, new Conditions(null, null, null, null, 0.5, null)).verdict())
                .isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judged(200, new Conditions(null, null, null, 0.3, 0, null)).verdict())
                .isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void failuresAreNeverDoubted() {
        Run failed = with(house.run("orders-read", new Outcome.Failed("down"), Map.of(), 5, Map.of()), lag(1));
        assertThat(House.only(house.take(Observation.of(failed))).verdict())
                .isEqualTo(new Verdict.Breached("no operation succeeded: down"));
    }

    @Test
    void aBreachThatCountsGoesOnToCountAndOneThatWaitsDoesNotBegin() {
        assertThat(judged(12, lag(0.005)).counts()).isFalse();
        assertThat(judged(50, lag(0)).counts()).isTrue();
        assertThat(judged(12, lag(0.005)).counts()).isTrue();
        assertThat(judged(5, lag(0.005)).counts()).isFalse();
    }

    private static Conditions lag(double seconds) {
        return new Conditions(null, null, null, null, 0, seconds);
    }

    private Judgement judged(double millis, Conditions conditions) {
        Run run = house.run("orders-read", new Outcome.Succeeded(), Map.of("read", House.latencies(millis)), 0,
                Map.of());
        return House.only(house.take(Observation.of(with(run, conditions))));
    }

    private static Run with(Run run, Conditions conditions) {
        return new Run(run.id(), run.instance(), run.probe(), run.workload(), run.target(), run.startedAt(),
                Duration.ofSeconds(2), run.measured(), run.outcome(), run.operations(), run.failed(), run.errors(),
                run.phases(), run.measures(), List.of(), run.cost(), conditions, run.course(), 0);
    }
}
