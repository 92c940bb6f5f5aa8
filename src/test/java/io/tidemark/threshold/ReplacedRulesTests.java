package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
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
