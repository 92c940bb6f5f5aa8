package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.Rehearsal;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule would have said of the past, set against what it did say when the past was the present. */
class RuleTrialTests {

    private static final Instant START = SettableClock.START;

    private final FakePast past = new FakePast();
    private final RuleTrial trial = new RuleTrial(past, RuleBooks.sources(), () -> 0);

    @Test
    void countsWhatWouldHaveFired() {
        for (int second = 0; second < 3600; second++) {
            boolean high = (second >= 100 && second < 160) || (second >= 1000 && second < 1300) || second == 2000;
            past.sample("system.memory", new Series("system.load.1m", io.tidemark.metric.Labels.NONE), second,
                    high ? 9 + second / 1000.0 : 1);
        }
        TrialResult result = run("system.load.1m < 4 for 30s", 3600);

        assertThat(result.fired()).isEqualTo(2);
        assertThat(result.firing()).isEqualTo(Duration.ofMinutes(5));
        assertThat(result.longest()).isEqualTo(Duration.ofSeconds(270));
        assertThat(result.worst()).isEqualTo(10.299);
        assertThat(result.firings().getFirst().from()).isEqualTo(START.plusSeconds(130));
        assertThat(result.firings().getFirst().to()).isEqualTo(START.plusSeconds(160));
        assertThat(result.resolution()).isEqualTo("each sample that is kept");
        assertThat(result.sentence())
                .isEqualTo("would have fired 2 times in 60 min, 5 min in all; worst: 10.3");
        assertThat(run("system.load.1m < 20", 3600).sentence()).isEqualTo("would not have fired in 60 min");
    }

    @Test
    void aLongPastIsJudgedInStepsAndSaysSo() {
        for (int second = 0; second < 3 * 86_400; second += 10) {
            past.sample("system.memory", new Series("system.load.1m", io.tidemark.metric.Labels.NONE), second,
                    second / 3600 == 30 ? 9 : 1);
        }
        TrialResult result = run("avg(system.load.1m, 5m) < 4 for 2m", 3 * 86_400);

        assertThat(result.resolution()).isEqualTo("averages of 30s");
        assertThat(result.fired()).isOne();
        assertThat(result.sentence()).startsWith("would have fired once in 3 days, 5");
    }

    @Test
    void aProbeIsJudgedOnItsRuns() {
        for (long run = 0; run < 1000; run++) {
            past.run("orders-read", run * 10, run >= 500 && run < 506 ? 50 : 5);
        }
        TrialResult result = run("probe.'orders-read'.p95 < 10ms in 3 of 5", 10_000);

        assertThat(result.resolution()).isEqualTo("each run");
        assertThat(result.fired()).isOne();
        assertThat(result.judgements()).isGreaterThanOrEqualTo(1000);
        assertThat(result.worst()).isCloseTo(0.05, org.assertj.core.data.Percentage.withPercentage(1));
    }

    @Test
    void whatIsStillFiringAtTheEndIsCountedToo() {
        past.run("orders-read", 0, 50);
        past.run("orders-read", 10, 50);
        assertThat(run("probe.'orders-read'.p95 < 10ms", 20).sentence())
                .isEqualTo(
                        "would have fired once in 20 s, 20 s in all, and would be firing at the end; worst: 50.1 ms");
    }

    @Test
    void nothingToTryItOnIsSaid() {
        assertThat(run("system.load.1m < 4", 86_400).sentence())
                .isEqualTo("there is nothing in 24 h that it could be tried on");
    }

    @Test
    void aRuleThatCannotBeUsedIsRefused() {
        assertThatThrownBy(() -> run("system.load.1m < 4 parsec", 60)).isInstanceOf(RuleException.class)
                .hasMessageContaining("parsec");
    }

    @Test
    void takesNoLongerThanItMay() {
        AtomicLong nanos = new AtomicLong();
        past.run("orders-read", 0, 50);
        past.run("orders-read", 90_000, 50);
        TrialResult result = new RuleTrial(past, RuleBooks.sources(),
                () -> nanos.getAndAdd(RuleTrial.LONGEST.toNanos())).run("probe.'orders-read'.p95 < 10ms", START,
                        START.plusSeconds(100_000));
        assertThat(result.fired()).isOne();
        assertThat(result.sentence()).contains("looked at only until 2026-03-01T1");
    }

    /** The same judging, so the same verdicts: as they came live, and as they are found afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"load: system.load.1m < 4", "load: system.load.1m < 4 for 7s",
            "load: system.load.1m < 4 in 3 of 5", "load: system.load.1m < 4 clear 2",
            "load: avg(system.load.1m, 10s) < 4",
            "load: system.load.1m < 4 for 3s in 2 of 4 clear 3",
            "load: max(system.load.1m, 20s) < 6 during 12:00-12:05 UTC",
            "load: system.load.1m present within 4s", "load: system.load.1m < 4 no data breach"})
    void saysOfThePastWhatWasSaidThen(String rule) {
        SettableClock clock = new SettableClock();
        Rehearsal readings = new Rehearsal();
        LiveThresholds live = new LiveThresholds(
                List.of(Rules.parse(House.rule(rule), RuleBooks.sources())), RuleBooks.sources(), readings.readings(),
                clock, clock);
        Firings said = new Firings(live.rules().getFirst());
        java.util.Random random = new java.util.Random(7);
        for (int second = 0; second < 900; second++) {
            if (second % 100 < 80) { // and then nothing for a while
                double value = random.nextDouble() * 7;
                Series series = new Series("system.load.1m", io.tidemark.metric.Labels.NONE);
                past.sample("system.memory", series, second, value);
                Observation seen = Observation.of("here", "system.memory", clock.instant(), Duration.ZERO,
                        List.of(new Sample(series, clock.instant(), value)));
                readings.take(seen);
                said.take(live.judge(seen));
            }
            said.take(live.due(clock.instant()));
            clock.passSeconds(1);
        }
        TrialResult then = said.result(START, START.plusSeconds(900), START.plusSeconds(900), "");
        TrialResult now = run(rule, 900);
        assertThat(now.firings().stream().map(RuleTrialTests::shown).collect(Collectors.joining("\n")))
                .isEqualTo(then.firings().stream().map(RuleTrialTests::shown).collect(Collectors.joining("\n")));
        assertThat(now.fired()).isEqualTo(then.fired()).isPositive();
    }

    private static String shown(TrialResult.Firing firing) {
        return firing.from() + " " + firing.to() + " " + firing.worst() + " " + firing.reason();
    }

    private TrialResult run(String rule, long seconds) {
        return trial.run(rule, START, START.plusSeconds(seconds));
    }

    @Test
    void aNeededProbeThatFailedKeepsARuleQuiet() {
        for (long run = 0; run < 10; run++) {
            past.run("orders-read", run * 10, 50);
            past.take(Observation.of(past.made("orders-direct", run * 10 - 5, new Outcome.Failed("down"), 1)));
        }
        assertThat(run("probe.'orders-read'.p95 < 10ms", 100).fired()).isOne();
        assertThat(run("probe.'orders-read'.p95 < 10ms needs orders-direct", 100).fired()).isZero();
        assertThat(List.of(past.runsOf("orders-direct"))).isNotEmpty();
    }
}
