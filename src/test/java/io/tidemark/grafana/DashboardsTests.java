package io.tidemark.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the linter does not look at: whether everything that is pointed at exists, fits and says something. */
class DashboardsTests {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern LINK = Pattern.compile("^/d/([\\w-]+)(\\?.*)?$");
    private static final Pattern PRESET = Pattern.compile("[?&]var-(\\w+)=");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)\\}\\}");

    private final List<Dashboard> dashboards = Dashboard.all();

    @Test
    void thereAreThreeWithNamesOfTheirOwn() {
        assertThat(dashboards).extracting(Dashboard::uid).containsExactlyInAnyOrder("tidemark-overview",
                "tidemark-probes", "tidemark-processes");
        assertThat(dashboards).extracting(dashboard -> dashboard.json().get("title").asString())
                .doesNotHaveDuplicates();
    }

    @Test
    void theyBelongToNoParticularGrafana() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(dashboard.json().propertyNames()).doesNotContain("id", "version", "__inputs", "__requires");
            assertThat(dashboard.json().path("schemaVersion").asInt(0)).isEqualTo(42);
            assertThat(dashboard.rowsAndPanels().map(panel -> panel.json().path("id").asInt(0))).doesNotHaveDuplicates()
                    .doesNotContain(0);
        });
    }

    @Test
    void panelsStandBesideEachOther() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertStandApart(Dashboard.children(dashboard.json()).toList());
            dashboard.rowsAndPanels().forEach(row -> assertStandApart(row.children().toList()));
        });
    }

    private static void assertStandApart(List<Panel> panels) {
        for (Panel panel : panels) {
            assertThat(panel.grid().fits()).as(panel.title()).isTrue();
            assertThat(panels).filteredOn(other -> !other.equals(panel)).noneMatch(
                    other -> other.grid().overlaps(panel.grid()));
        }
    }

    @Test
    void everyVariableUsedIsThere() {
        assertThat(dashboards).allSatisfy(dashboard -> assertThat(
                VARIABLE.matcher(dashboard.text()).results().map(found -> found.group(1))
                        .filter(name -> !name.startsWith("__")))
                .isNotEmpty().allSatisfy(name -> assertThat(dashboard.variable(name)).as(name).isPresent()));
        assertThat(dashboards).allSatisfy(dashboard -> assertThat(dashboard.json().findValues("repeat"))
                .allSatisfy(name -> assertThat(dashboard.variable(name.asString(""))).isPresent()));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            List<MatchResult> links = links(dashboard);
            assertThat(links).hasSize(dashboard.json().findValues("url").size());
            links.forEach(link -> assertThat(dashboards).filteredOn(Dashboard::uid, link.group(1)).singleElement()
                    .satisfies(target -> assertThat(PRESET.matcher(link.group()).results().map(set -> set.group(1)))
                            .allSatisfy(name -> assertThat(target.variable(name)).as(name).isPresent())));
        });
    }

    @Test
    void eachLeadsToTheOthers() {
        Set<String> all = dashboards.stream().map(Dashboard::uid).collect(Collectors.toSet());
        assertThat(dashboards).allSatisfy(dashboard -> {
            Set<String> linked = dashboard.json().path("links").valueStream()
                    .map(link -> link.path("url").asString("").replace("/d/", "")).collect(Collectors.toSet());
            linked.add(dashboard.uid());
            assertThat(linked).isEqualTo(all);
        });
    }

    private static List<MatchResult> links(Dashboard dashboard) {
        return dashboard.json().findValues("url").stream()
                .flatMap(url -> LINK.matcher(url.asString("")).results()).toList();
    }

    @Test
    void emptyPanelsSayWhatThatMeans() {
        assertThat(dashboards).flatMap(Dashboard::panels).allSatisfy(
                panel -> assertThat(panel.defaults().path("noValue").asString("")).isNotBlank());
    }

    @Test
    void legendsNameWhatTheLinesAreGroupedBy() {
        assertThat(dashboards).flatMap(Dashboard::panels).filteredOn(panel -> panel.type().equals("timeseries"))
                .allSatisfy(panel -> assertThat(panel.targets()).allSatisfy(target -> {
                    Set<String> grouped = Selector.groupings(target.get("expr").asString());
                    grouped.remove("le");
                    Set<String> named = LEGEND_LABEL.matcher(target.path("legendFormat").asString("")).results()
                            .map(label -> label.group(1)).collect(Collectors.toCollection(TreeSet::new));
                    assertThat(named).isNotEmpty().isEqualTo(grouped);
                }));
    }

    /** With every job chosen, other Java services that the same Prometheus scrapes must not be added in. */
    @Test
    void metricsOthersExposeTooAreAskedOfTidemarkAlone() {
        assertThat(dashboards).flatMap(dashboard -> dashboard.expressions().toList())
                .filteredOn(one -> Selector.in(one).stream().anyMatch(it -> !it.metric().startsWith("tidemark_")))
                .isNotEmpty().allMatch(one -> one.matches(".* and on \\(job, instance\\) .*tidemark_build_info.*"));
    }

    @Test
    void breachesAndRestartsAreMarkedOnEveryChart() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(mark(dashboard, "Breaches")).startsWith("max by (threshold, severity) (")
                    .contains("tidemark_threshold_breached").endsWith(" == 1");
            assertThat(mark(dashboard, "Restarts")).startsWith("resets(").endsWith(" > 0");
            assertThat(Stream.of("Breaches", "Restarts").map(name -> mark(dashboard, name)).map(Selector::in))
                    .allSatisfy(asked -> assertThat(asked.getFirst().matchers()).containsKeys("job", "instance"));
        });
    }

    private static String mark(Dashboard dashboard, String name) {
        JsonNode mark = dashboard.annotations().stream().filter(one -> one.path("name").asString("").equals(name))
                .findFirst().orElseThrow();
        assertThat(mark.path("enable").asBoolean(false)).isTrue();
        return mark.get("expr").asString();
    }
}
