package io.tidemark.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.prometheus.PrometheusRules.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Every rule is complete: described, tested both ways, and explained in the runbooks, which name nothing else. */
class PrometheusRulesTests {

    private static final Path RUNBOOKS = Path.of("docs/runbooks.md");
    private static final Pattern API_PATH = Pattern.compile("/api/v1/[a-z0-9./-]+");

    static List<Rule> alerts() {
        return PrometheusRules.all().stream().filter(Rule::isAlert).toList();
    }

    static List<Rule> records() {
        return PrometheusRules.all().stream().filter(rule -> !rule.isAlert()).toList();
    }

    @Test
    void noTwoRulesShareAName() {
        assertThat(PrometheusRules.all()).hasSizeGreaterThan(20).extracting(Rule::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsWhatItIsAndWhereToRead(Rule alert) {
        assertThat(alert.name()).startsWith("Tidemark");
        assertThat(alert.text("labels", "severity")).isIn("critical", "warning");
        assertThat(alert.text("annotations", "summary")).isNotBlank().doesNotEndWith(".");
        assertThat(alert.text("annotations", "description")).endsWith(".");
        assertThat(alert.text("annotations", "runbook_url"))
                .isEqualTo(RUNBOOKS + "#" + alert.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void theRunbooksHaveOneWholeSectionForEachAlertAndNoOther() throws IOException {
        Map<String, String> sections = Arrays.stream(Files.readString(RUNBOOKS).split("\n## ")).skip(1)
                .collect(Collectors.toMap(section -> section.lines().findFirst().orElseThrow(), section -> section));
        assertThat(sections.keySet()).containsExactlyInAnyOrderElementsOf(
                alerts().stream().map(Rule::name).toList());
        assertThat(sections.values()).allSatisfy(section -> assertThat(section).contains("\n**Means.** ",
                "\n**Look first.** ", "```sh\n", "\n**Fix.** ", "\n**Ignore when.** "));
    }

    @Test
    void theRunbooksAskOnlyWhatTheServiceAnswers() throws IOException {
        var paths = new JsonMapper().readTree(Path.of("src/main/resources/static/openapi.json")).get("paths");
        List<Pattern> known = paths.propertyNames().stream()
                .map(path -> Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+"))).toList();
        List<String> asked = Files.readString(RUNBOOKS).lines().filter(line -> line.contains("$tidemark/api"))
                .flatMap(line -> API_PATH.matcher(line).results().map(MatchResult::group)).toList();
        assertThat(asked).hasSizeGreaterThan(10).allSatisfy(path -> assertThat(known).as(path)
                .anyMatch(pattern -> pattern.matcher(path).matches()));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertIsTestedFiringAndNot(Rule alert) {
        List<Boolean> firing = PrometheusRules.tests().stream()
                .flatMap(test -> PrometheusRules.maps(test, "alert_rule_test"))
                .filter(test -> alert.name().equals(test.get("alertname")))
                .map(test -> PrometheusRules.maps(test, "exp_alerts").findAny().isPresent()).toList();
        assertThat(firing).contains(true, false);
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsNamedByLevelMetricAndOperationsAndTested(Rule rule) {
        assertThat(rule.name()).matches("instance(_[a-z]+)*:tidemark_[a-z_]+:[a-z0-9_]+");
        Stream<String> asked = PrometheusRules.tests().stream()
                .flatMap(test -> PrometheusRules.maps(test, "promql_expr_test"))
                .map(test -> String.valueOf(test.get("expr")));
        assertThat(asked)
                .anySatisfy(expression -> assertThat(PrometheusRules.metrics(expression)).contains(rule.name()));
    }

    @Test
    void findsTheMetricsOfAnExpression() {
        assertThat(PrometheusRules.metrics("""
                sum by (job) (rate(a_total{x="y", z!~"b_total"}[5m] offset 1h)) / on (job) group_left (c) (d:e:f > 1e6)
                  or absent(up) and time() - 3 * g unless h""")).containsExactly("a_total", "d:e:f", "g", "h", "up");
    }
}
