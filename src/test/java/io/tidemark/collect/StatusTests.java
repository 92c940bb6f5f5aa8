package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collect.FakeRooms.NoThresholds;
import io.tidemark.collect.Status.Overall;
import io.tidemark.history.Readings;
import io.tidemark.metric.Labels;
import io.tidemark.metric.ResultNames;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.RuleFixtures;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTests {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Verdict OK = new Verdict.Ok("fine");
    private static final Verdict BREACHED = new Verdict.Breached("too slow");
    private static final Verdict NO_DATA = new Verdict.NoData("not measured yet");

    @Test
    void isTheWorstOfCriticalWarningNoDataAndOk() {
        Judgement ok = judgement("a", Severity.CRITICAL, OK);
        Judgement missing = judgement("b", Severity.CRITICAL, NO_DATA);
        Judgement warning = judgement("c", Severity.WARNING, BREACHED);
        Judgement critical = judgement("d", Severity.CRITICAL, BREACHED);
        assertThat(overall()).isEqualTo(Overall.OK);
        assertThat(overall(ok)).isEqualTo(Overall.OK);
        assertThat(overall(ok, missing)).isEqualTo(Overall.NO_DATA);
        assertThat(overall(ok, missing, warning)).isEqualTo(Overall.WARNING);
        assertThat(overall(ok, critical, missing, warning)).isEqualTo(Overall.CRITICAL);
    }

    @Test
    void doesNotCountABreachBeforeItsForHasElapsed() {
        Judgement pending = new Judgement(RuleFixtures.rule("a", Severity.CRITICAL), Labels.NONE, BREACHED, NOW, NOW,
                NOW.plusSeconds(30), null, 1.0, 0.5, NOW);
        assertThat(overall(pending)).isEqualTo(Overall.OK);
    }

    @Test
    void listsTheWorstRuleFirstAndOfEachRuleTheWorstSeries() {
        var snapshot = status(judgement("calm", Severity.CRITICAL, OK), judgement("loud", Severity.WARNING, OK),
                judgement("loud", Severity.WARNING, BREACHED), judgement("mute", Severity.WARNING, NO_DATA)).snapshot();
        assertThat(snapshot.rules()).extracting(rule -> rule.worst().threshold().name()).containsExactly("loud", "mute",
                "calm");
        assertThat(snapshot.rules().getFirst().worst().verdict()).isEqualTo(BREACHED);
        assertThat(snapshot.rules().getFirst().series()).isEqualTo(2);
    }

    @Test
    void saysHowOldWhatASourceLastSawIs() {
        var source = ScriptedSource.every(Duration.ofSeconds(1), "a");
        var seen = new Status(new Sources(List.of(source)), FakeRooms.readings(source.observe()), new NoThresholds(),
                () -> Instant.EPOCH.plusSeconds(3)).snapshot().sources();
        assertThat(seen).singleElement().satisfies(line -> assertThat(line.age()).contains(Duration.ofSeconds(3)));
    }

    @Test
    void tellsOfResultsThatAreListedByNameWhetherTheyHaveComeOrNot() {
        Sources sources = new Sources(List.of(), new ResultNames(List.of("checkout", "nightly-*")));
        var seen = ScriptedSource.every(Duration.ofSeconds(1), "checkout").observe();
        assertThat(new Status(sources, FakeRooms.readings(seen), new NoThresholds(),
                () -> Instant.EPOCH.plusSeconds(3)).snapshot().results()).singleElement()
                .isEqualTo(new Status.ResultStatus("checkout", Optional.of(seen), Optional.of(Duration.ofSeconds(3))));
        assertThat(new Status(sources, FakeRooms.readings(null), new NoThresholds(), () -> NOW).snapshot().results())
                .singleElement().satisfies(none -> assertThat(none.last()).isEmpty());
    }

    private static Overall overall(Judgement... judgements) {
        return status(judgements).snapshot().overall();
    }

    private static Status status(Judgement... judgements) {
        Readings nothing = FakeRooms.readings(null);
        return new Status(new Sources(List.of()), nothing, new NoThresholds() {
            @Override
            public List<Judgement> current() {
                return List.of(judgements);
            }
        }, () -> NOW);
    }

    private static Judgement judgement(String rule, Severity severity, Verdict verdict) {
        return new Judgement(RuleFixtures.rule(rule, severity), Labels.NONE, verdict, NOW, NOW, null, null, null, null,
                null);
    }
}
