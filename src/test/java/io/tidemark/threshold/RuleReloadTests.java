package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.RuleText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a changed configuration comes into force, or does not. */
class RuleReloadTests {

    private final RuleBook book = RuleBooks.small(new MemoryRuleStore());
    private ConfiguredRules.Reader reader = () -> reading("cpu: system.cpu.utilization < 80%");
    private final RuleReload reload = new RuleReload(book, () -> reader.read(), new SettableClock());

    @Test
    void goodRulesAreInForce() {
        assertThat(reload.reload()).isEmpty();
        assertThat(book.set().find("cpu")).map(Threshold::text).contains("cpu: system.cpu.utilization < 80%");
        assertThat(reload.problems()).isEmpty();
    }

    @Test
    void badOnesChangeNothingAndAreToldUntilTheyAreGood() {
        reader = () -> reading("cpu: system.cpu.utilisation < 80%");
        assertThatThrownBy(reload::reload).isInstanceOf(RuleConflictException.class)
                .hasMessageContaining("the earlier rules stay in force").hasMessageContaining("did you mean");
        assertThat(book.set().find("cpu")).map(Threshold::text).contains("cpu: system.cpu.utilization < 90%");
        assertThat(reload.problems()).singleElement().asString().startsWith("the configuration as it was read at"
                + " 2026-03-01T12:00:00Z cannot be used, and the earlier rules stay in force: tidemark.thresholds[0],"
                + " column 6: unknown metric").doesNotContain("\n");

        reader = () -> {
            throw new IllegalArgumentException("no file");
        };
        assertThatThrownBy(reload::reload).hasMessageEndingWith("no file");
        reader = () -> reading("cpu: system.cpu.utilization < 80%");
        reload.reload();
        assertThat(reload.problems()).isEmpty();
    }

    @Test
    void whatNeedsARestartAndWhatIsNotJudgedIsTold() {
        reader = () -> new ConfiguredRules.Reading(new ConfiguredRules(List.of(House.rule("x: system.load.1m < 3"))),
                List.of("server.port"));
        book.put(List.of(new RuleBook.Wanted(new StoredRule("x", "system.swap.used < 1GB"), "rule")), "me");

        assertThat(reload.reload()).containsExactly("server.port");
        assertThat(reload.problems()).containsExactly(
                "changed in the configuration, and in force only after a restart: server.port",
                "stored and not judged, as /api/v1/thresholds says why: x");
    }

    private static ConfiguredRules.Reading reading(String rule) {
        RuleText text = House.rule(rule);
        return new ConfiguredRules.Reading(new ConfiguredRules(List.of(text)), List.of());
    }
}
