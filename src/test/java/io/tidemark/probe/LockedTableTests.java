package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Somebody holds our table for long: nobody may queue up behind us, and one sentence says what was the matter. */
class LockedTableTests {

    private static final Duration DEADLINE = Duration.ofSeconds(6);

    @Test
    void preparationOnALockedTableIsOneClearFailure() throws SQLException {
        TestPostgres server = TestPostgres.shared();
        try (Probes probes = TestProbes.of(server.settings(), TestProbes.probe("insert", 4, 100, DEADLINE))) {
            TestProbes.run(probes);
            try (Connection _ = holding(server)) {
                assertOneLockFailure(TestProbes.run(probes));
            }
            assertThat(TestProbes.run(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void theSameOnMariaDb() throws SQLException {
        TestMariaDb server = TestMariaDb.shared();
        try (Probes probes = TestProbes.of(server.settings(), TestProbes.probe("insert", 4, 100, DEADLINE))) {
            TestProbes.run(probes);
            try (Connection holder = DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + server.port() + "/",
                    "root", ""); Statement lock = holder.createStatement()) {
                lock.execute("lock tables tidemark_probe.orders write");
                assertOneLockFailure(TestProbes.run(probes));
            }
            assertThat(TestProbes.run(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    private static void assertOneLockFailure(Run run) {
        assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.outcome().reason()).startsWith("shop had a lock that was not to be had within its limit: ");
        assertThat(run.errors()).containsExactly(Map.entry("lock", 1L));
        assertThat(run.took()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void noSessionOfOursWaitsLongerThanTheLimit() throws Exception {
        TestPostgres server = TestPostgres.shared();
        try (Probes probes = TestProbes.of(server.settings(), TestProbes.probe("insert", 4, 100_000, DEADLINE))) {
            CompletableFuture<Run> running = CompletableFuture.supplyAsync(() -> TestProbes.run(probes));
            Awaitility.await().until(() -> server.count(ours("query like 'insert into%'")) > 3);
            try (Connection _ = holding(server)) {
                Awaitility.await().until(() -> server.count(waiting("0")) > 0);
                long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (System.nanoTime() < until) {
                    assertThat(server.count(waiting("500 ms"))).isLessThanOrEqualTo(1);
                }
            }
            Run run = running.join();

            assertThat(run.errors()).containsOnlyKeys("lock");
            assertThat(run.errors().get("lock")).isGreaterThan(8);
            assertThat(run.successes()).isPositive();
        }
    }

    private static Connection holding(TestPostgres server) throws SQLException {
        Connection holder = DriverManager.getConnection(server.url(), "postgres", "");
        holder.setAutoCommit(false);
        try (Statement lock = holder.createStatement()) {
            lock.execute("lock table tidemark_probe.\"orders\"");
        }
        return holder;
    }

    private static String waiting(String longerThan) {
        return ours("wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '" + longerThan + "'");
    }

    private static String ours(String which) {
        return "select count(*) from pg_stat_activity where application_name = 'tidemark' and " + which;
    }
}
