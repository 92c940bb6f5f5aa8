package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we make in somebody's database, what we remove again, and what we never touch. */
class OwnTableTests {

    private static TestPostgres server;

    @BeforeAll
    static void start() {
        server = new TestPostgres();
        server.admin("create role reader login password 'right'", "create role guest login password 'right'");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void removeEverything() {
        server.admin("drop schema if exists tidemark_probe cascade");
    }

    @Test
    void rowsOfAKilledRunAreRemovedAndThoseOfOthersAreNot() {
        run("insert");
        server.admin("""
                insert into tidemark_probe."orders" (run, id, instance, payload, written_at)
                values (7, 1, 'test-1', 'ours', now()), (7, 2, 'web-2', 'of a run going on elsewhere', now()),
                       (7, 3, 'web-3', 'of an instance that never came back', now() - interval '2 hours')""",
                "create table tidemark_probe.foreign_one as select 1 as id");
        run("insert");

        assertThat(server.count("select min(id) from tidemark_probe.\"orders\"")).isEqualTo(2);
        assertThat(server.count("select count(*) from tidemark_probe.\"orders\"")).isOne();
        assertThat(server.count("select count(*) from tidemark_probe.foreign_one")).isOne();
    }

    @Test
    void moreLeftoversThanOneStatementRemovesAreAllRemoved() {
        run("insert");
        server.admin("""
                insert into tidemark_probe."orders" (run, id, instance, payload)
                select 7, i, 'test-1', 'ours' from generate_series(1, 2500) as numbers(i)""");
        run("insert");

        assertThat(server.count("select count(*) from tidemark_probe.\"orders\"")).isZero();
    }

    @Test
    void rowsToReadAreMadeOnceAndStay() {
        run("point-read");
        long made = server.count("select count(*) from tidemark_probe.\"orders\"");
        run("point-read");

        assertThat(made).isEqualTo(1000);
        assertThat(server.count("select count(*) from tidemark_probe.\"orders\"")).isEqualTo(1000);
    }

    @Test
    void aTableWithoutOurMarkerIsRefusedAndLeftAlone() {
        server.admin("create schema tidemark_probe authorization probe",
                "create table tidemark_probe.\"orders\" (precious text)",
                "insert into tidemark_probe.\"orders\" values ('yes')");
        Run run = run("insert");

        assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.outcome().reason()).contains("\"orders\" was not made by Tidemark").contains("left alone");
        assertThat(run.errors()).containsOnlyKeys("refused");
        assertThat(server.count("select count(*) from tidemark_probe.\"orders\" where precious = 'yes'")).isOne();
    }

    @Test
    void aMarkedTableOfAnotherOwnerIsNotWrittenTo() {
        run("insert");
        server.admin("alter table tidemark_probe.\"orders\" owner to postgres");

        assertThat(run("insert").outcome().reason()).contains("belongs to 'postgres'");
    }

    @Test
    void aViewOfOurNameIsRefused() {
        server.admin("create schema tidemark_probe authorization probe",
                "create view tidemark_probe.\"orders\" as select 0 as run, 1 as id, 'x' as payload");

        assertThat(run("point-read").outcome().reason()).contains("was not made by Tidemark");
    }

    @Test
    void theSchemaAndTheTableSayWhoseTheyAre() {
        run("insert");

        assertThat(server.count("select count(*) from pg_namespace where nspname = 'tidemark_probe'"
                + " and obj_description(oid, 'pg_namespace') like 'Tidemark%'")).isOne();
    }

    @Test
    void aReaderSaysWhatItLacksAndThenReads() {
        assertThat(read("point-read").outcome().reason())
                .isEqualTo("shop is configured without writes, and \"tidemark_probe\".\"orders\" does not exist;"
                        + " run the probe once with writes: true and another user, or make it as"
                        + " docs/configuration.md says");
        run("point-read");
        assertThat(read("point-read").outcome().reason()).contains("lacks USAGE on the schema tidemark_probe");
        server.admin("grant usage on schema tidemark_probe to reader");
        assertThat(read("point-read").outcome().reason())
                .contains("lacks SELECT on \"tidemark_probe\".\"orders\"");
        server.admin("grant select on tidemark_probe.\"orders\" to reader");

        assertThat(read("point-read").outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(read("query-100").outcome()).isEqualTo(new Outcome.Succeeded());
        server.admin("delete from tidemark_probe.\"orders\" where id > 200");
        assertThat(read("point-read").outcome().reason()).contains("has 200 of the 1000 rows that are needed");
    }

    @Test
    void aUserThatMayNotMakeTheSchemaIsToldHowToGetIt() {
        try (Probes probes = TestProbes.of(server.settings("guest", "right", true), TestProbes.probe("insert"))) {
            assertThat(TestProbes.run(probes).outcome().reason()).contains("may not make the schema tidemark_probe")
                    .contains("CREATE SCHEMA tidemark_probe AUTHORIZATION");
        }
    }

    @Test
    void sessionsAreFewAndCarryOurNameAndDeadlines() {
        try (Probes probes = TestProbes.of(server.settings(),
                TestProbes.probe("insert", 4, 40, Duration.ofSeconds(10)))) {
            TestProbes.run(probes);
            assertThat(server.count("select count(*) from pg_stat_activity where application_name = 'tidemark'"))
                    .isBetween(1L, 5L);
        }
        Awaitility.await().until(() -> server
                .count("select count(*) from pg_stat_activity where application_name = 'tidemark'") == 0);
    }

    private static Run run(String workload) {
        return run(workload, server.settings());
    }

    private static Run read(String workload) {
        return run(workload, server.settings("reader", "right", false));
    }

    private static Run run(String workload, TargetSettings target) {
        try (Probes probes = TestProbes.of(Map.of("shop", target), Map.of("orders", TestProbes.probe(workload)), false,
                Path.of("target", "unused"))) {
            return TestProbes.run(probes);
        }
    }
}
