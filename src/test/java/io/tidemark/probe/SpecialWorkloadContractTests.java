package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the workloads on limits, faults, pools, mappings and sizes measure, each as it is configured by its name alone. */
class SpecialWorkloadContractTests {

    private static final Duration DEADLINE = Duration.ofSeconds(40);

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({"pool,postgres", "pool,builtin-db", "pool,mariadb", "orm,postgres", "orm,builtin-db", "orm,mariadb",
            "scaling,postgres", "scaling,builtin-db", "scaling,mariadb", "limits,postgres", "limits,builtin-db",
            "limits,mariadb", "invalid,postgres", "invalid,builtin-db", "invalid,mariadb"})
    void measuresEveryOperationAndFindsNothingWrong(String workload, String target) {
        try (Probes probes = probes(workload, target, null)) {
            TestProbes.run(probes);
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.errors()).isEmpty();
            assertThat(run.latency().min()).isPositive();
            assertThat(run.measures().get("cold")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orm", "limits", "invalid"})
    void nothingARunWroteStaysBehind(String workload) {
        run(workload, "postgres");

        assertThat(TestPostgres.shared().count("select count(*) from tidemark_probe.\"" + workload
                + "\" where run > 0")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "builtin-db"})
    void theMappingIsToldBesidePlainJdbc(String target) {
        Run run = run("orm", target);

        assertThat(run.operations()).containsOnlyKeys("jdbc-read", "jpa-read", "jdbc-write", "jpa-write");
        assertThat(run.measures().get("read_overhead")).isBetween(0.5, 100.0);
        assertThat(run.measures().get("write_overhead")).isBetween(0.5, 100.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "builtin-db"})
    void manyWorkersUseTheMappingAtOnce(String target) {
        ProbeSettings probe = TestProbes.settings(target, "orm", null, 4, 200, null, null, DEADLINE, null, null);
        try (Probes probes = TestProbes.of(Map.of("postgres", TestPostgres.shared().settings()), Map.of("orm", probe),
                false, data)) {
            assertThat(TestProbes.run(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "builtin-db"})
    void whatAQueryCostsIsToldFromWhatItsRowsCost(String target) {
        Run run = run("scaling", target);

        assertThat(run.operations()).containsOnlyKeys("rows-1", "rows-10", "rows-100", "rows-1000");
        // How well a line fits depends on what else the machine does, that a row costs something does not.
        assertThat(run.measures().get("unit_cost")).isPositive();
        assertThat(run.measures().get("fit")).isBetween(0.0, 1.0);
        assertThat(run.measures()).containsKey("fixed_cost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "builtin-db"})
    void everyLimitIsTried(String target) {
        assertThat(run("limits", target).operations()).containsOnlyKeys("served-value", "served-rows", "too-long",
                "too-many-rows", "too-many-bytes", "too-slow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "builtin-db"})
    void everyMistakeIsMade(String target) {
        Run run = run("invalid", target);

        assertThat(run.operations()).containsOnlyKeys("syntax-error", "unknown-table", "division-by-zero",
                "duplicate-key");
        assertThat(run.phases()).containsKeys("refused", "recovery");
    }

    @Test
    void withoutWritesMistakesNeedNoTable() {
        ProbeSettings probe = TestProbes.settings("shop", "invalid", null, null, null, null, null, null, null, null);
        TargetSettings reader = TestPostgres.shared().settings("probe", "right", false);
        try (Probes probes = TestProbes.of(reader, probe)) {
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.operations()).containsOnlyKeys("syntax-error", "unknown-table", "division-by-zero");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "builtin-db"})
    void aStatementOfTheUserIsMeasuredAndItsAnswerCounted(String target) {
        Run run = sql(target, new SqlSettings("select 'é' as name, 7 as n union all select 'b', 8 order by 2",
                ">= 2", Map.of("name", "= 'é'", "N", "< 8")));

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.operations()).containsOnlyKeys("query");
        assertThat(run.phases()).containsKeys("execute", "first_row", "fetch");
        assertThat(run.measures()).containsEntry("rows", 2.0).containsEntry("bytes", 5.0);
    }

    @Test
    void aStatementFindsTablesAsItsUserDoes() {
        TestPostgres.shared().admin("create table if not exists public.unqualified (n int)",
                "grant select on public.unqualified to probe");

        assertThat(sql("postgres", new SqlSettings("select count(*) as n from unqualified", "= 1", Map.of("n", "= 0")))
                .outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void onMariaDbTheUsersOwnStatementReadsOnly() {
        assertThat(sql("mariadb", new SqlSettings("select 2 as two", "= 1", Map.of("two", "= 2"))).outcome())
                .isEqualTo(new Outcome.Succeeded());
        assertThat(sql("mariadb", new SqlSettings(
                "select nextval(tidemark_probe.absent)", null, null)).outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void theUserOfTheBuiltInDatabaseMayDoMoreThanRead() {
        assertThat(sql("builtin-db", new SqlSettings("select 1", "= 1", null)).measures())
                .containsEntry("privileged", 1.0);
    }

    @Test
    void aBrokenAssertionIsAViolationWithWhatWasFound() {
        assertThat(sql("postgres", new SqlSettings("select 1 where false", ">= 1", null)).violations())
                .singleElement().asString().matches("(\\d+) of \\1 answers were not as expected, the first one in the"
                        + " number of rows: expected >= 1, found 0");
    }

    @Test
    void aReadingStatementCannotWriteHoweverItIsDressedUp() {
        TestPostgres.shared().admin("create table if not exists public.precious (n int)",
                "grant all on public.precious to probe", "delete from public.precious");
        Run run = sql("postgres", new SqlSettings(
                "with gone as (insert into public.precious values (1) returning n) select * from gone", null, null));

        assertThat(run.errors()).containsOnlyKeys("refused");
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed("postgres refused: the statement writes, and runs in a"
                + " read-only transaction; the user of this target may do more than read, give the probe one that may"
                + " not"));
        assertThat(TestPostgres.shared().count("select count(*) from public.precious")).isZero();
    }

    @Test
    void aWritingStatementIsRolledBackEveryTime() {
        TestPostgres.shared().admin("create table if not exists public.written (n int)",
                "grant all on public.written to probe", "delete from public.written");
        Run run = sql("postgres", new SqlSettings("insert into public.written values (1), (2)", "= 2", null));

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.measures()).containsEntry("rows", 2.0);
        assertThat(TestPostgres.shared().count("select count(*) from public.written")).isZero();
    }

    @Test
    void whoMayOnlyReadIsToldFromWhoMayDoMore() {
        TestPostgres.shared().admin("create table if not exists public.shown (n int)",
                "drop role if exists only_reading", "create role only_reading login password 'right'",
                "grant select on public.shown to only_reading");
        SqlSettings statement = new SqlSettings("select count(*) from public.shown", null, null);

        assertThat(sql(TestPostgres.shared().settings("only_reading", "right", false), statement).measures())
                .containsEntry("privileged", 0.0);
        TestPostgres.shared().admin("grant insert on public.shown to only_reading");
        assertThat(sql(TestPostgres.shared().settings("only_reading", "right", false), statement).measures())
                .containsEntry("privileged", 1.0);
        TestPostgres.shared().admin("drop owned by only_reading", "drop role only_reading");
        assertThat(sql(TestPostgres.shared().settings("postgres", "", false), statement).measures())
                .containsEntry("privileged", 1.0);
    }

    @Test
    void anAnswerWithoutEndIsRefusedAndTheSessionGoesOn() {
        Run run = sql("postgres", new SqlSettings("select generate_series(1, 100000000)", null, null));

        assertThat(run.errors()).containsOnlyKeys("refused");
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(
                "postgres: the answer has more than the 10000 rows that are read; limit the statement"));
        assertThat(sql("postgres", new SqlSettings("select repeat('x', 1000000) from generate_series(1, 20)", null,
                null)).outcome().reason()).contains("more than the 10000000 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            " | | | statement: is missing",
            "select 1; delete from orders | | | statement: must be one statement, but a second one begins at character 11",
            "truncate orders | | | statement: must begin with select, with, values, table, show, explain or describe, or"
                    + " on a target with writes with insert, update, delete or merge",
            "delete from orders | | | statement: begins with 'delete', but the target does not allow writes",
            "select 1 | many | | rows: 'many' is not understood; allowed is an operator (=, !=, <, <=, >, >=) and a"
                    + " number, a text in single quotes, true, false or null, such as >= 1 or = 'open'",
            "select 1 | = 'a' | | rows: '= 'a'' must compare with a number, such as >= 1",
            "select 1 | | < 'a' | values.state: '< 'a'' compares what has no order; only numbers take <, <=, > and >="})
    void aBadStatementOrAssertionIsOneSentenceWithItsKey(@Nullable String statement, @Nullable String rows,
            @Nullable String value, String sentence) {
        SqlSettings settings = new SqlSettings(statement, rows, value == null ? null : Map.of("state", value));
        TargetSettings reader = TestPostgres.shared().settings("probe", "right", false);

        assertThatIllegalArgumentException().isThrownBy(() -> sql(reader, settings))
                .withMessage("tidemark.probes.orders.sql." + sentence);
    }

    private Run sql(String target, SqlSettings settings) {
        try (Probes probes = probes("sql", target, settings)) {
            return TestProbes.run(probes);
        }
    }

    private static Run sql(TargetSettings target, SqlSettings settings) {
        try (Probes probes = TestProbes.of(target, settings("shop", "sql", settings))) {
            return TestProbes.run(probes);
        }
    }

    private Run run(String workload, String target) {
        try (Probes probes = probes(workload, target, null)) {
            return TestProbes.run(probes);
        }
    }

    /** Named as its workload, so that each has its own table. */
    private Probes probes(String workload, String target, @Nullable SqlSettings sql) {
        return TestProbes.of(
                Map.of("postgres", TestPostgres.shared().settings(), "mariadb", TestMariaDb.shared().settings()),
                Map.of(workload, settings(target, workload, sql)), false, data);
    }

    /** Longer than usual for those who load all of Hibernate at their first run. */
    private static ProbeSettings settings(String target, String workload, @Nullable SqlSettings sql) {
        return new ProbeSettings(target, workload, null, null, null, null, null, DEADLINE, null, null, null, null, sql,
                null, null, null, null, null);
    }
}
