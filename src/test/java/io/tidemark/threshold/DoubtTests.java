package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.TestRuns;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A starved prober breaks no rule, and a slow target is not excused. */
class DoubtTests {

    private static final Duration TOOK = Duration.ofSeconds(2);
    private static final Conditions QUIET = lag(0);
    private static final Conditions STOLEN = new Conditions(0.9, 0.4, null, null, 0, null);

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
        assertThat(judged(200, STOLEN).verdict().reason())
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
        Run failed = TestRuns.during(
                house.run("orders-read", new Outcome.Failed("down"), Map.of(), 5, Map.of()), TOOK, lag(1));
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

    @Test
    void aWindowThatIsBrokenByDisturbedRunsAloneIsInconclusive() {
        House windowed = new House(House.probeRule("max(latency, 1m) < 10ms"));
        judged(windowed, 5, QUIET);

        assertThat(judged(windowed, 200, STOLEN).verdict()).isEqualTo(new Verdict.Inconclusive(
                "max of latency of orders-read over 1m is 200 ms, must be < 10 ms, but without the runs in which the"
                        + " machine was busy or the prober starved it is 5.01 ms"));
        assertThat(judged(windowed, 12, QUIET).verdict()).isInstanceOf(Verdict.Breached.class);
    }

    @Test
    void aWindowOfDisturbedRunsAloneSaysNothing() {
        House windowed = new House(House.probeRule("max(latency, 1m) < 10ms"));

        assertThat(judged(windowed, 200, STOLEN).verdict().reason()).endsWith(
                "but the machine was busy or the prober starved in too many of its runs to tell");
    }

    @Test
    void aWindowOfWhatIsNoTimeIsNeverDoubted() {
        House windowed = new House(House.probeRule("max(operations, 1m) < 1"));

        assertThat(judged(windowed, 5, STOLEN).verdict()).isInstanceOf(Verdict.Breached.class);
    }

    private static Conditions lag(double seconds) {
        return new Conditions(null, null, null, null, 0, seconds);
    }

    private Judgement judged(double millis, Conditions conditions) {
        return judged(house, millis, conditions);
    }

    private static Judgement judged(House house, double millis, Conditions conditions) {
        house.clock.passSeconds(10);
        Run run = house.run("orders-read", new Outcome.Succeeded(), Map.of("read", House.latencies(millis)), 0,
                Map.of());
        return House.only(house.take(Observation.of(TestRuns.during(run, TOOK, conditions))));
    }
}
