package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MariaDB as a target: what the workloads do on it, what we leave there, and what it says when it does not work. */
class MariaDbTests {

    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private static TestMariaDb server;

    @TempDir
    private Path data;

    @BeforeAll
    static void start() {
        server = TestMariaDb.shared();
        server.admin("create or replace user reader identified by 'right'",
                "create or replace user guest identified by 'right'", "grant select on shop.* to reader",
                "grant select on shop.* to guest");
    }

    @BeforeEach
    void removeEverything() {
        server.admin("drop database if exists tidemark_probe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"point-read", "insert", "query-100", "transaction"})
    void everyWorkloadRunsAndLeavesNothingUnaccounted(String workload) {
        run(workload);
        Run run = run(workload);

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.attempts()).isEqualTo(100);
        assertThat(run.errors()).isEmpty();
        assertThat(run.violations()).isEmpty();
        assertThat(run.latency().min()).isPositive();
        assertThat(run.phases()).containsKey("pool_wait").hasSizeGreaterThan(1);
    }

    @Test
    void aCacheIsFilledFromIt() {
        ProbeSettings probe = TestProbes.settings("builtin-cache", "read-through", null, 2, 400, null, null, null,
                "shop", null);
        try (Probes probes = TestProbes.of(Map.of("shop", server.settings()), Map.of("orders", probe), false, data)) {
            assertThat(TestProbes.run(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void aUrlOfMySqlIsTheSameTarget() {
        TargetSettings target = new TargetSettings(server.url().replace("mariadb", "mysql"), "probe",
                server.settings().password(), true, null, null, null);

        assertThat(run("insert", target).outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void rowsOfAKilledRunAreRemovedAndThoseOfOthersAreNot() {
        run("insert");
        server.admin("""
                insert into tidemark_probe.orders (run, id, instance, payload, written_at)
                values (7, 1, 'test-1', 'ours', now()), (7, 2, 'web-2', 'of a run going on elsewhere', now()),
                       (7, 3, 'web-3', 'of an instance that never came back', now() - interval 2 hour)""");
        run("insert");

        assertThat(server.count("select min(id) from tidemark_probe.orders")).isEqualTo(2);
        assertThat(server.count("select count(*) from tidemark_probe.orders")).isOne();
    }

    @Test
    void rowsToReadAreMadeOnceAndStay() {
        run("point-read");
        run("point-read");

        assertThat(server.count("select count(*) from tidemark_probe.orders where run = 0")).isEqualTo(1000);
    }

    @Test
    void aTableWithoutOurMarkerAndAViewAreRefusedAndLeftAlone() {
        server.admin("create database tidemark_probe", "create table tidemark_probe.orders (precious text)",
                "insert into tidemark_probe.orders values ('yes')");
        Run run = run("insert");
        assertThat(run.outcome().reason()).contains("\"orders\" was not made by Tidemark").contains("left alone");
        assertThat(run.errors()).containsOnlyKeys("refused");
        assertThat(server.count("select count(*) from tidemark_probe.orders where precious = 'yes'")).isOne();

        server.admin("drop table tidemark_probe.orders",
                "create view tidemark_probe.orders as select 0 as run, 1 as id, 'x' as payload");
        assertThat(run("point-read").outcome().reason()).contains("was not made by Tidemark");
    }

    @Test
    void aReaderSaysWhatItLacksThenReadsAndCannotWrite() {
        assertThat(read("point-read").outcome().reason()).isEqualTo("shop is configured without writes, and"
                + " \"tidemark_probe\".\"orders\" does not exist, or this user has no right to it; run the probe once"
                + " with writes: true and another user, or make it as docs/configuration.md says");
        run("point-read");
        server.admin("grant insert on tidemark_probe.orders to reader");
        Run denied = read("point-read");
        assertThat(denied.outcome().reason()).startsWith("shop refused: SELECT command denied to user 'reader'");
        assertThat(denied.errors()).containsOnlyKeys("refused");
        server.admin("grant select on tidemark_probe.orders to reader");

        assertThat(read("point-read").outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(read("query-100").outcome()).isEqualTo(new Outcome.Succeeded());
        server.admin("delete from tidemark_probe.orders where id > 200");
        assertThat(read("point-read").outcome().reason()).contains("has 200 of the 1000 rows that are needed");
    }

    @Test
    void withoutWritesASessionOfAUserWhoMayWriteDoesNot() throws Exception {
        run("insert");
        Target target = Targets.parse("url", "shop", server.url(), "probe", new Secret("right"), false, Limits.USUAL);
        try (DatabaseSession session = (DatabaseSession) target.open(DEADLINE)) {
            Throwable failure = catchThrowable(() -> session.execute("delete from tidemark_probe.orders"));

            assertThat(target.explain(failure).kind()).isEqualTo(Kind.REFUSED);
            assertThat(target.explain(failure).sentence())
                    .isEqualTo("shop refused: Cannot execute statement in a READ ONLY transaction");
        }
    }

    @Test
    void aUserThatMayNotMakeTheSchemaIsToldHowToGetIt() {
        assertThat(run("insert", server.settings("guest", "right", true)).outcome().reason())
                .contains("may not make the schema tidemark_probe").contains("GRANT SELECT, INSERT");
    }

    @Test
    void aWrongPasswordIsSaidInOneSentenceAndCountsAsOneFailure() {
        Run run = run("point-read", server.settings("probe", "wr0ng-secret", true));

        assertThat(run.outcome().reason()).startsWith("shop refused the user 'probe' or the password: Access denied");
        assertThat(run.errors()).containsExactly(Map.entry("auth", 1L));
        assertThat(run.latency()).isEqualTo(Distribution.EMPTY);
        assertThat(run.toString()).doesNotContain("wr0ng-secret");
    }

    @Test
    void anUnknownHostAnUnknownDatabaseAndAClosedPortAreSaidAsSuch() {
        int port = TestRedis.freePort();
        server.admin("grant select on absent.* to guest");

        assertThat(run("insert", at("jdbc:mariadb://no-such-host.invalid/shop")).outcome().reason())
                .isEqualTo("cannot connect to shop at no-such-host.invalid:3306: the host name is unknown");
        assertThat(run("insert", at("jdbc:mariadb://127.0.0.1:" + port + "/shop")).outcome().reason())
                .isEqualTo("cannot connect to shop at 127.0.0.1:" + port + ": connection refused");
        assertThat(run("insert", at(server.url().replace("/shop", "/absent"))).outcome().reason())
                .isEqualTo("shop refused: Unknown database 'absent'");
    }

    private static TargetSettings at(String url) {
        return new TargetSettings(url, "guest", server.settings("guest", "right", true).password(), true, null, null,
                null);
    }

    @Test
    void aFrozenKilledAndReturnedServerIsToldAsItIs() {
        try (TestMariaDb own = new TestMariaDb();
                Probes probes = TestProbes.of(own.settings(), TestProbes.probe("point-read", 2, 50, DEADLINE))) {
            TestProbes.awaitSuccess(probes);
            own.freeze();
            assertTimedOut(TestProbes.run(probes));
            assertTimedOut(TestProbes.run(probes));
            own.thaw();
            TestProbes.awaitSuccess(probes);
            own.kill();
            assertThat(TestProbes.run(probes).outcome().reason()).startsWith("cannot connect to shop at 127.0.0.1:");
            own.restart();
            TestProbes.awaitSuccess(probes);
        }
    }

    private static void assertTimedOut(Run run) {
        assertThat(run.outcome()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(run.took()).isLessThan(DEADLINE);
        assertThat(run.errors()).containsOnlyKeys("timeout");
        assertThat(run.latency().min()).isGreaterThanOrEqualTo(DEADLINE.toMillis() / 4e3 * 0.99);
    }

    private static Run run(String workload) {
        return run(workload, server.settings());
    }

    private static Run read(String workload) {
        return run(workload, server.settings("reader", "right", false));
    }

    private static Run run(String workload, TargetSettings target) {
        try (Probes probes = TestProbes.of(target, TestProbes.probe(workload))) {
            return TestProbes.run(probes);
        }
    }
}
