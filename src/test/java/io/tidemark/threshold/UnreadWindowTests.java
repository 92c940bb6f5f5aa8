package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import io.tidemark.threshold.Thresholds.OpenBreach;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How rules are judged whose windows are still being read back, and once they have been. */
class UnreadWindowTests {

    private static final String LOAD = "system.load.1m";

    @Test
    void aRuleWaitsForItsWindowAndIsJudgedWithoutAnotherObservation() {
        House house = House.with("load: max(system.load.1m, 1h) < 4");
        house.readings.beingRead.add(LOAD);
        Judgement waiting = house.see("system.memory", LOAD, 9);

        assertThat(waiting.verdict()).isInstanceOf(Verdict.NoData.class);
        assertThat(waiting.verdict().reason()).isEqualTo(
                "not measured yet; what its window held before is being read, which takes a moment");
        assertThat(house.due()).isEmpty();

        house.readings.beingRead.clear();
        assertThat(House.word(House.only(house.due()))).isEqualTo("BREACHED");
        assertThat(house.due()).isEmpty();
    }

    @Test
    void whatItWaitedForCountsOnce() {
        House house = House.with("load: max(system.load.1m, 1h) < 4 in 2 of 3");
        house.readings.beingRead.add(LOAD);
        house.see("system.memory", LOAD, 9);
        house.due();
        house.readings.beingRead.clear();

        assertThat(House.only(house.due()).verdict()).isInstanceOf(Verdict.Ok.class);
        house.clock.pass(House.SAMPLED);
        assertThat(House.word(house.see("system.memory", LOAD, 9))).isEqualTo("BREACHED");
    }

    @Test
    void missingDataBreaksNoRuleWhileItsWindowIsBeingRead() {
        House house = House.with("load: growth(system.load.1m, 1h) < 4 no data breach");
        house.readings.beingRead.add(LOAD);
        for (int i = 0; i < 10; i++) {
            house.clock.pass(House.SAMPLED);
            assertThat(house.see("system.memory", LOAD, 1).verdict()).isInstanceOf(Verdict.NoData.class);
            house.due();
        }
        house.readings.beingRead.clear();
        assertThat(House.only(house.due()).verdict().reason()).contains("needs half of its window");
    }

    @Test
    void whatIsMissingMeanwhileIsNotJudgedAsIfItWereNew() {
        House house = House.with("load: max(system.load.1m, 1h) < 4");
        house.readings.beingRead.add(LOAD);
        house.see("system.memory", LOAD, 9);
        house.clock.pass(Duration.ofSeconds(5));
        house.due();
        house.readings.beingRead.clear();

        assertThat(house.due()).isEmpty();
        assertThat(house.current().verdict().reason()).contains("was last seen");
    }

    @Test
    void anotherSeriesOnTheRightInterruptsNoBreachThatIsPending() {
        House house = House.with("share: rate(jvm.gc.reclaimed, 1h) > 80% of rate(jvm.allocated, 1h) for 10s");
        Series reclaimed = new Series("jvm.gc.reclaimed", Labels.NONE);
        Series allocated = new Series("jvm.allocated", Labels.NONE);
        for (int i = 0; i < 12; i++) {
            house.clock.pass(House.SAMPLED);
            if (i == 5) {
                house.readings.beingRead.add("jvm.allocated");
            } else if (i == 7) {
                house.readings.beingRead.clear();
            }
            house.observe("jvm", Map.of(reclaimed, 1.0 * i, allocated, 100.0 * i));
            house.due();
            assertThat(House.word(house.current()))
                    .isEqualTo(i == 0 ? "NO_DATA" : i < 11 ? "BREACHED pending" : "BREACHED");
        }
    }

    @Test
    void aBreachOfAnEarlierLifeIsOverAsSoonAsAWindowThatWasReadBackHolds() {
        House house = House.with("load: max(system.load.1m, 1h) < 4");
        resume(house, "load");
        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("INCONCLUSIVE");

        house.readings.whole = true;
        house.clock.pass(House.SAMPLED);
        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("OK");
    }

    @Test
    void aWindowReadBackDoesNotStandInForObservationsThatARuleCounts() {
        House house = House.with("load: max(system.load.1m, 1h) < 4 in 2 of 3");
        resume(house, "load");
        house.readings.whole = true;

        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("INCONCLUSIVE");
        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("OK");
    }

    @Test
    void aClockThatWasSetEndsNoBreachForAsLongAsAWindow() {
        House house = House.with("load: max(system.load.1m, 1m) < 4");
        house.see("system.memory", LOAD, 9);
        house.readings.whole = true;
        house.clock.step(Duration.ofHours(1));
        house.clock.pass(House.SAMPLED);
        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("INCONCLUSIVE");

        house.thresholds.replace(List.of(Rules.parse(House.rule("load: max(system.load.1m, 1m) < 3"), house.sources)));
        house.clock.passSeconds(58);
        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("INCONCLUSIVE");
        house.clock.passSeconds(2);
        assertThat(House.word(house.see("system.memory", LOAD, 1))).isEqualTo("OK");
    }

    @Test
    void presenceNeedsNoWindow() {
        House house = House.with("load: max(system.load.1m, 1h) present within 5m");
        house.readings.beingRead.add(LOAD);

        assertThat(House.word(house.see("system.memory", LOAD, 9))).isEqualTo("OK");
    }

    private static void resume(House house, String rule) {
        house.thresholds.resume(List.of(new OpenBreach(rule, Labels.NONE, house.clock.instant(), true)));
    }
}
