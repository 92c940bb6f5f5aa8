package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of what rules remember when the set of them changes. */
class ReplacedRulesTests {

    private static final Series SHOP = House.series("process.resident", "process", "shop");
    private static final Series SELF = House.series("process.resident", "process", "self");

    private final House house = House.with("load: system.load.1m < 4 for 10s",
            "memory: avg(process.resident, 1m) < 100B");

    @Test
    void aRuleThatStaysGoesOnPendingAndKeepsItsWindow() {
        house.see("system.memory", "system.load.1m", 9);
        house.observe("process.shop", Map.of(SHOP, 300.0));
        house.clock.passSeconds(6);
        replace("load: system.load.1m < 4 for 10s", "memory: avg(process.resident, 1m) < 100B",
                "swap: system.swap.used < 1GB");
        house.observe("process.shop", Map.of(SHOP, 0.0));

        assertThat(current("memory").getFirst().value()).isEqualTo(150);
        house.clock.passSeconds(4);
        house.observe("system.memory", Map.of(new Series("system.load.1m", Labels.NONE), 9.0));
        assertThat(current("load")).singleElement().satisfies(load -> assertThat(load.counts()).isTrue());
    }

    @Test
    void aNewRuleIsJudgedOnWhatWasSeenLast() {
        house.see("system.memory", "system.load.1m", 9);
        house.run("orders-read", 50);
        replace("limit: system.load.1m < 8", "reads: probe.'orders-read'.p95 < 10ms");

        assertThat(house.due()).extracting(j -> j.threshold().name() + " " + House.word(j))
                .containsExactly("limit BREACHED", "reads BREACHED");
        assertThat(house.due()).isEmpty();
    }

    @Test
    void aNewRuleIsNotJudgedTwiceOnOneObservation() {
        replace("often: system.load.1m < 4 in 2 of 2");
        house.see("system.memory", "system.load.1m", 9);
        house.due();
        assertThat(current("often").getFirst().verdict()).isInstanceOf(Verdict.Ok.class);
    }

    @Test
    void aSeriesThatAChangedRuleJudgesNoLongerGetsALastWord() {
        house.observe("process.shop", Map.of(SHOP, 300.0));
        house.observe("process.self", Map.of(SELF, 300.0));
        replace("memory: process.resident{process=\"shop\"} < 200B");

        assertThat(house.due()).extracting(j -> j.labels().get("process") + " " + House.word(j))
                .containsExactlyInAnyOrder("shop BREACHED", "self OK");
        assertThat(house.due()).isEmpty();
    }

    @Test
    void aChangedRuleGoesOnWithWhatItsSourceCannotTellNow() {
        house.observe("process.shop", Map.of(SHOP, 300.0));
        house.take(Observation.without("here", "process.shop", house.clock.instant(), new Outcome.Failed("away")));
        replace("memory: avg(process.resident, 1m) < 100B as warning");

        assertThat(house.due()).isEmpty();
        assertThat(current("memory")).singleElement().satisfies(judgement -> {
            assertThat(judgement.labels()).isEqualTo(SHOP.labels());
            assertThat(judgement.verdict())
                    .isEqualTo(new Verdict.NoData("not judged yet since the rule was changed"));
        });
        house.clock.passSeconds(5);
        assertThat(house.observe("process.shop", Map.of(SHOP, 300.0))).singleElement()
                .satisfies(judgement -> assertThat(judgement.counts()).isTrue());
    }

    @Test
    void aBreachThatCountedGoesOnOverAChangeUntilEnoughIsSeen() {
        replace("load: system.load.1m < 4 for 10s in 3 of 5 clear 3");
        load(9, 9, 9);
        house.clock.passSeconds(10);
        load(9);
        assertThat(current("load").getFirst().counts()).isTrue();
        replace("load: system.load.1m < 4 for 10s in 3 of 5 clear 3 as warning");

        assertThat(load(2, 2).verdict().reason())
                .isEqualTo("system.load.1m is 2, must be < 4; false in 0 of the last 2,"
                        + " a breach from 3 of 5; it was broken before the service was started, the rule changed or the clock set, and too"
                        + " little has been seen since to say that this is over");
        assertThat(current("load").getFirst().counts()).isTrue();
        assertThat(load(2).verdict()).isInstanceOf(Verdict.Ok.class);
    }

    @Test
    void whereOnlyTheLimitChangesTheWindowIsWholeAsBefore() {
        house.observe("process.shop", Map.of(SHOP, 300.0));
        house.clock.passSeconds(61);
        house.observe("process.shop", Map.of(SHOP, 200.0));
        assertThat(current("memory").getFirst().counts()).isTrue();
        replace("memory: avg(process.resident, 1m) < 250B");
        assertThat(house.due()).singleElement()
                .satisfies(judgement -> assertThat(House.word(judgement)).isEqualTo("OK"));
    }

    @Test
    void aWindowOfAnotherLengthEndsABreachOnlyWhenItIsWhole() {
        house.observe("process.shop", Map.of(SHOP, 300.0));
        replace("memory: avg(process.resident, 2m) < 500B");
        assertThat(house.due()).singleElement()
                .satisfies(judgement -> assertThat(House.word(judgement)).isEqualTo("INCONCLUSIVE"));
        house.clock.passSeconds(121);
        assertThat(house.observe("process.shop", Map.of(SHOP, 300.0))).singleElement()
                .satisfies(judgement -> assertThat(House.word(judgement)).isEqualTo("OK"));
    }

    private Judgement load(double... values) {
        Judgement last = null;
        for (double value : values) {
            house.clock.passSeconds(1);
            last = House.only(house.observe("system.memory",
                    Map.of(new Series("system.load.1m", Labels.NONE), value)));
        }
        return java.util.Objects.requireNonNull(last);
    }

    @Test
    void windowsThatNobodyNeedsAreLetGo() {
        assertThat(house.readings.held).hasSize(1);
        replace("load: system.load.1m < 4 for 10s");
        assertThat(house.readings.held).isEmpty();
    }

    @Test
    void graceCountsFromTheStartOfTheServiceNotOfTheRule() {
        house.clock.pass(Duration.ofMinutes(10));
        replace("late: system.load.1m < 4 grace 5m");
        assertThat(house.see("system.memory", "system.load.1m", 9).counts()).isTrue();
    }

    private List<Judgement> current(String rule) {
        return house.thresholds.current().stream().filter(j -> j.threshold().name().equals(rule)).toList();
    }

    private void replace(String... rules) {
        house.thresholds.replace(Rules.all(house.sources,
                new ConfiguredRules(Stream.of(rules).map(House::rule).toList()), List.of()).rules());
    }
}
