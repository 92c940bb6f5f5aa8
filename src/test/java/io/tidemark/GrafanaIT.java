package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.grafana.Dashboard;
import io.tidemark.grafana.Panel;
import io.tidemark.grafana.Selector;
import io.tidemark.grafana.ShippedLimit;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.probe.TestPostgres;
import io.tidemark.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards against a running service whose store is PostgreSQL: what they ask for is there. */
class GrafanaIT {

    /** Made by Prometheus itself. */
    private static final String UP = "up";

    /** Read where the machine has such a thing. */
    private static final List<String> OF_THE_MACHINE = List.of("tidemark_disk_", "tidemark_filesystem_",
            "tidemark_network_", "tidemark_pressure_");

    private static final Pattern SERIES = Pattern.compile("^(\\w+)(?:\\{(.*)\\})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @TempDir
    private static Path data;
    private static TestPostgres postgres;
    private static RunningService service;

    /** The targets answer nobody: it is about the rules that come with their workloads. */
    @BeforeAll
    static void start() {
        postgres = new TestPostgres();
        postgres.admin("create role tidemark login password 'owner'", "grant create on schema public to tidemark");
        service = RunningService.start(data, "spring.datasource.url=" + postgres.url(),
                "spring.datasource.username=tidemark", "spring.datasource.password=owner", "tidemark.builtin=true",
                "tidemark.processes.java.name=java", "tidemark.targets.cache.url=redis://127.0.0.1:1",
                "tidemark.targets.cache.writes=true",
                "tidemark.probes.redis-get.target=cache", "tidemark.probes.redis-get.workload=get",
                "tidemark.probes.redis-put.target=cache", "tidemark.probes.redis-put.workload=put");
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        postgres.close();
    }

    @Test
    void everyMetricAndLabelAskedForIsExposed() {
        // The pauses are there once there was one.
        System.gc();
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            Map<String, Set<String>> exposed = exposed();
            assertThat(Dashboard.all()).flatMap(dashboard -> dashboard.expressions().toList()).isNotEmpty()
                    .allSatisfy(expression -> assertAsksFor(exposed, expression));
        });
    }

    private static void assertAsksFor(Map<String, Set<String>> exposed, String expression) {
        Set<String> known = new TreeSet<>(Set.of("job", "instance"));
        for (Selector asked : Selector.in(expression)) {
            if (isNotOfThisMachine(asked.metric(), exposed.keySet())) {
                return;
            }
            assertThat(exposed).as(expression).containsKey(asked.metric());
            known.addAll(exposed.get(asked.metric()));
            assertThat(known).as(expression).containsAll(asked.matchers().keySet());
        }
        assertThat(known).as(expression).containsAll(Selector.groupings(expression));
    }

    private static boolean isNotOfThisMachine(String metric, Set<String> exposed) {
        return OF_THE_MACHINE.stream().filter(metric::startsWith).anyMatch(
                start -> exposed.stream().noneMatch(name -> name.startsWith(start)));
    }

    /** The labels of each metric. */
    private static Map<String, Set<String>> exposed() {
        Map<String, Set<String>> exposed = new HashMap<>(Map.of(UP, Set.of()));
        SERIES.matcher(service.get("/actuator/prometheus")).results().forEach(line -> {
            Set<String> labels = exposed.computeIfAbsent(line.group(1), _ -> new TreeSet<>());
            LABEL.matcher(line.group(2) == null ? "" : line.group(2)).results()
                    .forEach(label -> labels.add(label.group(1)));
        });
        return exposed;
    }

    @Test
    void theLimitsDrawnAreThoseThatComeWithTidemark() {
        List<ShippedLimit> shipped = shipped();
        assertThat(Dashboard.all()).flatMap(Dashboard::panels).allSatisfy(panel -> {
            List<ShippedLimit> said = shipped.stream().filter(limit -> limit.isSaidBy(panel)).toList();
            // None and all are no matter of taste.
            assertThat(panel.limits()).filteredOn(limit -> limit != 0 && limit != 1).allSatisfy(
                    drawn -> assertThat(said).extracting(ShippedLimit::value).isNotEmpty().containsOnly(drawn));
        });
    }

    @Test
    void everyLimitOfALatencyThatComesWithTidemarkIsDrawn() {
        List<Panel> panels = Dashboard.all().stream().flatMap(dashboard -> dashboard.panels().stream())
                .filter(panel -> !panel.limits().isEmpty()).toList();
        assertThat(shipped()).filteredOn(limit -> limit.condition().matches("p\\d+ .*")).hasSize(7)
                .allSatisfy(limit -> assertThat(panels).anyMatch(limit::isSaidBy));
    }

    private static List<ShippedLimit> shipped() {
        return service.context().getBean(Thresholds.class).rules().stream()
                .filter(rule -> rule.origin() == Origin.SHIPPED).map(rule -> ShippedLimit.of(rule.name(), rule.text()))
                .toList();
    }

    @Test
    void theUserOfThePageReadsTheRunsAndDoesNothingElse() throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.count("""
                select count(*) from probe_run where probe = 'builtin-db-insert' and outcome = 'SUCCEEDED'""") > 0);
        postgres.admin(Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("grafana/README.md"))).results().findFirst().orElseThrow().group(1));
        try (Connection connection = DriverManager.getConnection(postgres.url(), "grafana", "secret");
                Statement reader = connection.createStatement()) {
            List<String> queries = Dashboard.all().stream().flatMap(dashboard -> dashboard.panels().stream())
                    .flatMap(Panel::queries).toList();
            assertThat(queries).isNotEmpty().allSatisfy(
                    query -> assertThat(rows(reader, query)).isNotEmpty().allMatch(outcome -> !outcome.isEmpty()));
            assertThatThrownBy(() -> reader.execute("select * from alert")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> reader.execute("delete from probe_run")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> reader.execute("create table mine (a int)")).isInstanceOf(SQLException.class);
        }
    }

    /** As Grafana asks: variables and the shown time filled in. */
    private static List<String> rows(Statement reader, String query) throws SQLException {
        String filled = query.replace("${probe:sqlstring}", "'builtin-db-insert'").replaceAll(
                "\\$__timeFilter\\((\\w+)\\)",
                "$1 BETWEEN '" + Instant.now().minusSeconds(3600) + "' AND '" + Instant.now() + "'");
        assertThat(filled).doesNotContain("$");
        List<String> outcomes = new ArrayList<>();
        try (ResultSet row = reader.executeQuery(filled)) {
            while (row.next()) {
                outcomes.add(row.getString("Outcome"));
            }
        }
        return outcomes;
    }
}
