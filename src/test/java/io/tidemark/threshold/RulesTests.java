package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTests {

    @Test
    void shippedRulesComeFirstAndWarn() {
        List<Threshold> rules = rules(List.of(House.shipped("system.load.1m < 4 for 1m")),
                House.rule("system.swap.used < 1GB"));
        assertThat(rules).extracting(Threshold::name).containsExactly("system.load.1m.warning",
                "system.swap.used.critical");
        assertThat(rules).extracting(Threshold::severity).containsExactly(Severity.WARNING, Severity.CRITICAL);
        assertThat(rules).extracting(Threshold::origin).containsExactly(Origin.SHIPPED, Origin.CONFIGURED);
        assertThat(rules.getFirst().forDuration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rules.getFirst().text()).isEqualTo("system.load.1m < 4 for 1m");
        assertThat(rules.getFirst().condition()).hasToString("system.load.1m < 4");
    }

    @Test
    void aConfiguredRuleReplacesTheShippedOneWhateverItsLimitNameAndSeverity() {
        assertThat(
                rules(List.of(House.shipped("system.load.1m < 4")), House.rule("mine: system.load.1m > 1 as warning")))
                .extracting(Threshold::name).containsExactly("mine");
    }

    @Test
    void theLengthOfAWindowMakesNoDifferenceToReplacing() {
        assertThat(rules(List.of(House.shipped("avg(system.load.1m, 5m) < 4")),
                House.rule("mine: avg(system.load.1m, 1h) < 9"))).extracting(Threshold::name).containsExactly("mine");
    }

    @Test
    void theFormAReferenceIsWrittenInMakesNoDifferenceToReplacing() {
        RuleText shipped = new RuleText("p95 < 10ms", "orders-read", Origin.SHIPPED, "shipped with orders-read");
        assertThat(rules(List.of(shipped), House.rule("probe.p95{probe=\"orders-read\"} < 1s")))
                .extracting(Threshold::origin).containsExactly(Origin.CONFIGURED);
    }

    @Test
    void anotherFunctionOrSelectorReplacesNothing() {
        assertThat(rules(List.of(House.shipped("builtin-resident: process.resident{process=\"self\"} < 500MB")),
                House.rule("process.resident{process=\"shop\"} < 1GB"),
                House.rule("a: avg(process.resident{process=\"self\"}, 5m) < 1GB"))).hasSize(3);
    }

    @Test
    void equalNamesAreRefusedWithBothShown() {
        assertThatThrownBy(() -> rules(List.of(), at(0, "system.load.1m < 4"), at(1, "avg(system.load.1m, 5m) < 3")))
                .isInstanceOf(RuleException.class).hasMessage("""
                        two rules are called 'system.load.1m.critical': give one of them a name of its own, as in \
                        "my-rule: …"
                          tidemark.thresholds[0]: system.load.1m < 4
                          tidemark.thresholds[1]: avg(system.load.1m, 5m) < 3""");
    }

    @Test
    void rulesThatCannotBeJudgedYetEndTheStart() {
        assertThatThrownBy(() -> rules(List.of(), House.rule("system.load.1m < baseline")))
                .isInstanceOf(RuleException.class).hasMessageContaining("'baseline' is not supported yet");
    }

    private static RuleText at(int index, String text) {
        return new RuleText(text, null, Origin.CONFIGURED, "tidemark.thresholds[" + index + "]");
    }

    private static List<Threshold> rules(List<RuleText> shipped, RuleText... configured) {
        return Rules.all(House.sources(shipped), new ConfiguredRules(List.of(configured)), List.of()).rules();
    }
}
