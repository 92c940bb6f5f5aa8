package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules that do not take one reading for the whole truth: counts, levels to clear at, presence, absence, terms. */
class ForbearanceTests {

    @Test
    void aBlipInFiveIsNoBreach() {
        House house = House.with("system.load.1m < 4 in 2 of 5");
        assertThat(load(house, 5).verdict()).isEqualTo(new Verdict.Ok(
                "system.load.1m is 5, must be < 4; false in 1 of the last 1, a breach from 2 of 5"));
        for (int i = 0; i < 4; i++) {
            assertThat(load(house, 1).counts()).isFalse();
        }
        assertThat(load(house, 5).counts()).isFalse();
        Judgement second = load(house, 5);
        assertThat(second.counts()).isTrue();
        assertThat(second.verdict().reason())
                .isEqualTo("system.load.1m is 5, must be < 4; false in 2 of the last 5, a breach from 2 of 5");
    }

    @Test
    void aChangeOfTheOtherSideIsNoObservationOfItsOwn() {
        House house = House.with("process.open_files{process=\"shop\"} < 50% of process.max_files in 2 of 3");
        house.observe("process.shop", Map.of(files("process.open_files"), 60.0, files("process.max_files"), 100.0));
        Judgement again = House
                .only(house.observe("process.shop", Map.of(files("process.open_files"), 60.0)));
        assertThat(again.counts()).isTrue();
    }

    @Test
    void aBreachIsOverOnlyAtTheLevelToClear() {
        House house = House.with("system.load.1m < 4 for 2s clear 3");
        assertThat(load(house, 5).counts()).isFalse();
        // Before it counts, the condition alone decides.
        assertThat(load(house, 3.5).verdict().code()).isEqualTo("OK");
        load(house, 5);
        load(house, 5);
        assertThat(load(house, 5).counts()).isTrue();
        Judgement between = load(house, 3.5);
        assertThat(between.counts()).isTrue();
        assertThat(between.verdict().reason())
                .isEqualTo("system.load.1m is 3.5, must be < 4, and < 3 for the breach to be over");
        assertThat(between.limit()).isEqualTo(4.0);
        assertThat(load(house, 2.9).verdict().code()).isEqualTo("OK");
        assertThat(load(house, 3.5).verdict().code()).isEqualTo("OK");
    }

    @Test
    void aLevelThatIsUnknownEndsNoBreach() {
        House house = House.with("system.memory.available > 1GB clear 50% of system.memory.total");
        house.see("system.memory", "system.memory.available", 5e8);
        Judgement unknown = house.see("system.memory", "system.memory.available", 2e9);
        assertThat(unknown.verdict().code()).isEqualTo("NO_DATA");
        List<Judgement> known = house.observe("system.memory",
                Map.of(new Series("system.memory.available", Labels.NONE), 2e9,
                        new Series("system.memory.total", Labels.NONE), 8e9));
        assertThat(House.only(known).counts()).isTrue();
    }

    @Test
    void whatMustBePresentIsMissedWhenItsTimeIsUp() {
        House house = House.with("process.resident{process=\"shop\"} present within 1m");
        assertThat(house.current().verdict().code()).isEqualTo("NO_DATA");
        Judgement seen = House.only(house.observe("process.shop", Map.of(files("process.resident"), 1e6)));
        assertThat(seen.verdict()).isEqualTo(new Verdict.Ok("process.resident{process=\"shop\"} was seen"));
        house.clock.passSeconds(60);
        assertThat(house.due()).isEmpty();
        house.clock.passSeconds(1);
        Judgement missed = House.only(house.due());
        assertThat(missed.counts()).isTrue();
        assertThat(missed.verdict().reason()).isEqualTo(
                "process.resident{process=\"shop\"} was last seen 61 s ago, must be present within 1m");
        assertThat(missed.value()).isEqualTo(61.0);
        // Nobody resolves it by waiting.
        house.clock.passSeconds(7200);
        assertThat(house.due()).isEmpty();
        assertThat(House.only(house.observe("process.shop", Map.of(files("process.resident"), 1e6))).verdict().code())
                .isEqualTo("OK");
    }

    @Test
    void whatWasNeverSeenIsMissedToo() {
        House house = House.with("process.resident{process=\"shop\"} present within 1m for 30s");
        house.clock.passSeconds(61);
        Judgement pending = House.only(house.due());
        assertThat(House.word(pending)).isEqualTo("BREACHED pending");
        assertThat(pending.verdict().reason()).isEqualTo("process.resident{process=\"shop\"} was not seen since the"
                + " start 61 s ago, must be present within 1m");
        house.clock.passSeconds(30);
        assertThat(House.only(house.due()).counts()).isTrue();
        house.clock.passSeconds(1);
        assertThat(house.due()).isEmpty();
        assertThat(house.observe("process.shop", Map.of(files("process.resident"), 1e6)))
                .extracting(j -> j.verdict().code()).containsOnly("OK");
    }

    @Test
    void aRunWithoutTheValueDoesNotMakeItPresent() {
        House house = new House(House.probeRule("hit_rate present within 25s"));
        house.run("orders-read", 1);
        house.clock.passSeconds(20);
        house.run("orders-read", 1);
        house.clock.passSeconds(6);
        assertThat(House.only(house.due()).counts()).isTrue();
    }

    @Test
    void missingDataIsABreachWhereTheRuleSaysSo() {
        House house = House.with("system.load.1m < 4 no data breach");
        assertThat(load(house, 1).verdict().code()).isEqualTo("OK");
        house.clock.passSeconds(4);
        Judgement missing = House.only(house.due());
        assertThat(missing.counts()).isTrue();
        assertThat(missing.verdict().reason())
                .isEqualTo("system.load.1m was last seen 5 s ago and is expected every 1 s");
        house.clock.passSeconds(4000);
        assertThat(house.due()).isEmpty();
        assertThat(load(house, 1).verdict().code()).isEqualTo("OK");
    }

    @Test
    void dataThatNeverCameIsABreachWhereTheRuleSaysSoAfterThreeIntervals() {
        House house = House.with("system.load.1m < 4 no data breach");
        house.clock.passSeconds(3);
        assertThat(house.due()).isEmpty();
        house.clock.passSeconds(1);
        assertThat(House.only(house.due()).counts()).isTrue();
        house.clock.passSeconds(1);
        assertThat(house.due()).isEmpty();
        assertThat(house.current().counts()).isTrue();
        assertThat(house.observe("system.memory", Map.of(new Series("system.load.1m", Labels.NONE), 1.0)))
                .extracting(j -> j.verdict().code()).containsOnly("OK");
    }

    @Test
    void whatComesAtLastAndIsBrokenIsTheSameBreach() {
        House house = House.with("system.load.1m < 4 no data breach");
        house.clock.passSeconds(4);
        assertThat(House.only(house.due()).counts()).isTrue();
        assertThat(house.observe("system.memory", Map.of(new Series("system.load.1m", Labels.NONE), 9.0)))
                .allSatisfy(judgement -> assertThat(judgement.counts()).isTrue());
    }

    @Test
    void anAbsenceFromBeforeTheStartIsNotGone() {
        House house = House.with("load: system.load.1m present within 20s");
        house.thresholds.resume(List.of(new Thresholds.OpenBreach("load", Labels.NONE, house.clock.instant(), true)));
        for (int i = 0; i < 2 * 3600; i++) {
            house.clock.passSeconds(1);
            house.observe("system.memory", Map.of(new Series("system.swap.used", Labels.NONE), 1.0));
            assertThat(house.due()).noneMatch(judgement -> judgement.verdict() instanceof Verdict.Ok);
        }
        assertThat(house.current().counts()).isTrue();
    }

    @Test
    void keepingIsWhatRulesDoAnyway() {
        House house = House.with("system.load.1m < 4 no data keep");
        load(house, 5);
        house.clock.passSeconds(5);
        assertThat(House.only(house.due()).verdict().code()).isEqualTo("NO_DATA");
    }

    @Test
    void nothingIsToldInTheGraceAfterTheStart() {
        House house = House.with("system.load.1m < 4 grace 1m");
        Judgement early = load(house, 5);
        assertThat(early.counts()).isFalse();
        assertThat(early.muted()).isEqualTo("the service has not run for 1m yet");
        assertThat(early.verdict()).isEqualTo(new Verdict.Breached(
                "system.load.1m is 5, must be < 4; not told: the service has not run for 1m yet"));
        house.clock.passSeconds(57);
        load(house, 5);
        house.clock.passSeconds(1);
        assertThat(House.only(house.due()).counts()).isTrue();
    }

    @Test
    void aBreachIsToldWhenItsHoursCome() {
        // The clock starts on a Sunday.
        House house = House.with("system.load.1m < 4 during mon-fri UTC");
        assertThat(load(house, 5).counts()).isFalse();
        assertThat(house.current().muted()).isEqualTo("it is not mon-fri UTC");
        house.clock.step(Duration.ofDays(1));
        assertThat(House.only(house.due()).counts()).isTrue();
        house.clock.step(Duration.ofDays(-1));
        Judgement muted = House.only(house.due());
        assertThat(muted.counts()).isFalse();
        assertThat(muted.verdict()).isInstanceOf(Verdict.Breached.class);
        // What is over is told at any hour.
        assertThat(load(house, 1).verdict().code()).isEqualTo("OK");
    }

    @Test
    void aBreachIsNotToldWhileWhatTheRuleNeedsIsInTrouble() {
        House house = House.with("probe.'orders-read'.p95 < 10ms needs orders-direct");
        house.run("orders-direct", 1);
        assertThat(House.only(house.run("orders-read", 20)).counts()).isFalse();
        house.due();
        assertThat(house.current().counts()).isTrue();
        house.failedRun("orders-direct", "the server refused the password");
        Judgement muted = House.only(house.due());
        assertThat(muted.muted()).isEqualTo("orders-direct is in trouble: the server refused the password");
        house.take(Observation.without("here", "orders-direct", house.clock.instant(),
                new Outcome.Skipped("left alone")));
        assertThat(house.due()).isEmpty();
        house.run("orders-direct", 1);
        assertThat(House.only(house.due()).counts()).isTrue();
    }

    private static Judgement load(House house, double value) {
        Judgement judgement = house.see("system.memory", "system.load.1m", value);
        house.clock.passSeconds(1);
        return judgement;
    }

    private static Series files(String metric) {
        return House.series(metric, "process", "shop");
    }
}
