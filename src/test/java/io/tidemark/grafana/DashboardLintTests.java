package io.tidemark.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The rules of Grafana's dashboard-linter, each named as there. What comes from the store is no PromQL and has its own
 * data source: it is exempt from the rules on those.
 */
@ParameterizedClass
@MethodSource("io.tidemark.grafana.Dashboard#all")
class DashboardLintTests {

    /** Of Grafana's identifiers those that are used here. */
    private static final Set<String> UNITS = Set.of("none", "short", "percentunit", "s", "bytes", "decbytes", "Bps",
            "ops", "pps", "wps");

    private final Dashboard dashboard;

    DashboardLintTests(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /** template-datasource-rule */
    @Test
    void thePrometheusAskedIsAVariable() {
        assertThat(dashboard.variables()).filteredOn(one -> text(one, "type").equals("datasource")).singleElement()
                .satisfies(variable -> {
                    assertThat(text(variable, "name")).isEqualTo("datasource");
                    assertThat(text(variable, "label")).isEqualTo("Data source");
                    assertThat(text(variable, "query")).isEqualTo("prometheus");
                });
    }

    /** template-job-rule */
    @Test
    void theJobIsAVariable() {
        assertIsChoice("job");
    }

    /** template-instance-rule */
    @Test
    void theInstanceIsAVariable() {
        assertIsChoice("instance");
    }

    private void assertIsChoice(String name) {
        assertThat(dashboard.variable(name)).hasValueSatisfying(variable -> {
            assertThat(text(variable, "type")).isEqualTo("query");
            assertThat(text(variable, "label")).isEqualTo(name.substring(0, 1).toUpperCase(Locale.ROOT)
                    + name.substring(1));
            assertThat(variable.at("/datasource/uid").asString("")).isEqualTo("${datasource}");
            assertThat(variable.path("multi").asBoolean(false)).isTrue();
            assertThat(text(variable, "allValue")).isEqualTo(".+");
        });
    }

    /** template-label-promql-rule */
    @Test
    void variablesAskForTheValuesOfALabel() {
        assertThat(queried()).allSatisfy(variable -> {
            assertThat(text(variable, "query")).matches("label_values\\(.+, \\w+\\)");
            assertThat(Selector.in(text(variable, "query"))).hasSize(1);
        });
    }

    /** template-on-time-change-reload-rule */
    @Test
    void variablesFollowTheShownTime() {
        assertThat(queried()).allSatisfy(variable -> assertThat(variable.path("refresh").asInt(0)).isEqualTo(2));
    }

    /** panel-datasource-rule */
    @Test
    void panelsAskTheChosenDataSource() {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            String expected = panel.queries().findAny().isPresent() ? "tidemark-store" : "${datasource}";
            assertThat(panel.json().at("/datasource/uid").asString("")).isEqualTo(expected);
            assertThat(panel.targets()).allSatisfy(
                    target -> assertThat(target.at("/datasource/uid").asString("")).isEqualTo(expected));
        });
    }

    /** panel-title-description-rule */
    @Test
    void panelsSayWhatTheyShow() {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.description()).endsWith(".");
        });
    }

    /** panel-units-rule */
    @Test
    void panelsHaveAUnit() {
        assertThat(dashboard.panels()).allSatisfy(
                panel -> assertThat(text(panel.defaults(), "unit")).isIn(UNITS));
        assertThat(dashboard.json().findValues("unit")).isNotEmpty()
                .allSatisfy(unit -> assertThat(unit.asString("")).isIn(UNITS));
    }

    /** panel-no-targets-rule */
    @Test
    void panelsAskForSomething() {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> assertThat(panel.targets()).isNotEmpty());
    }

    /** target-logql-rule, target-logql-auto-rule */
    @Test
    void nobodyAsksLoki() {
        assertThat(dashboard.text()).doesNotContainIgnoringCase("loki");
    }

    /** target-promql-rule, as far as it can be seen without Prometheus */
    @Test
    void expressionsAreWhole() {
        assertThat(dashboard.panels()).allSatisfy(panel -> assertThat(panel.targets()).allSatisfy(target -> {
            String expression = text(target, "expr");
            assertThat(expression.isBlank()).isEqualTo(target.has("rawSql"));
            assertThat(everyBracketIsClosed(expression)).as(expression).isTrue();
        }));
        assertThat(dashboard.expressions()).allSatisfy(one -> assertThat(Selector.in(one)).isNotEmpty());
    }

    /** target-rate-interval-rule */
    @Test
    void ratesAreTakenOverTheIntervalThatFits() {
        assertThat(selectors()).filteredOn(selector -> Set.of("rate", "irate").contains(selector.function()))
                .allSatisfy(selector -> assertThat(selector.range()).isEqualTo("$__rate_interval"));
    }

    /** target-job-rule, target-instance-rule */
    @Test
    void expressionsKeepToTheChosenJobAndInstance() {
        assertThat(selectors()).allSatisfy(selector -> assertThat(selector.matchers())
                .containsEntry("job", "=~\"$job\"").containsEntry("instance", "=~\"$instance\""));
    }

    /** target-counter-agg-rule */
    @Test
    void countersAreShownAsIncreases() {
        assertThat(selectors()).filteredOn(selector -> selector.metric().endsWith("_total")).allSatisfy(
                selector -> assertThat(selector.function()).isIn("rate", "irate", "increase"));
    }

    /** uneditable-dashboard */
    @Test
    void nobodyEditsWhatTheNextStartWouldOverwrite() {
        assertThat(dashboard.json().path("editable").asBoolean(true)).isFalse();
    }

    private List<JsonNode> queried() {
        return dashboard.variables().stream().filter(variable -> text(variable, "type").equals("query")).toList();
    }

    private List<Selector> selectors() {
        return dashboard.panels().stream().flatMap(Panel::expressions).flatMap(one -> Selector.in(one).stream())
                .toList();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static boolean everyBracketIsClosed(String expression) {
        String brackets = expression.replaceAll("\"[^\"]*\"", "").replaceAll("[^(){}\\[\\]]", "");
        for (int length = -1; brackets.length() != length;) {
            length = brackets.length();
            brackets = brackets.replaceAll("\\(\\)|\\{\\}|\\[\\]", "");
        }
        return brackets.isEmpty();
    }
}
