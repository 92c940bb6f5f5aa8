package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Somebody holds our table for long: nobody may queue up behind us, and one sentence says what was the matter. */
class LockedTableTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

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
        assertThat(run.took()).as("ended by itself").isLessThan(DEADLINE.multipliedBy(9).dividedBy(10));
    }

    @Test
    void noSessionOfOursWaitsLongerThanTheLimit() throws Exception {
        TestPostgres server = TestPostgres.shared();
        try (Probes probes = TestProbes.of(server.settings(), slowly(4, 2_000))) {
            CompletableFuture<Run> running = CompletableFuture.supplyAsync(() -> TestProbes.run(probes));
            server.awaitAtWork("insert into", 4);
            try (Connection _ = holding(server)) {
                awaitWaits(server, 4, 4);
            }
            Run run = running.join();

            assertThat(run.errors()).containsOnlyKeys("lock");
            long waits = run.errors().getOrDefault("lock", 0L);
            assertThat(waits).isGreaterThanOrEqualTo(4 * 3);
            // The limit is 200 ms, and on a busy machine the quickest is nearest to it.
            assertThat(shortest(waits, run.latency())).isBetween(0.19, 0.5);
            assertThat(run.successes()).isPositive();
        }
    }

    /** Of so many latencies, the longest ones, the shortest. */
    private static double shortest(long longest, Distribution latency) {
        return latency.percentile(100 * (latency.count() - longest + 0.5) / latency.count());
    }

    /** With pauses, so that there is still something to do when the table has been locked. */
    private static ProbeSettings slowly(int workers, int operations) {
        LoadSettings load = new LoadSettings(null, Duration.ofMillis(10), null, null, null, null, null, null);
        return new ProbeSettings("shop", "insert", null, workers, operations, 0, null, DEADLINE, null, null, load, null,
                null, null, null, null, null, null);
    }

    /** Until each session has begun so many waits for the table: all but the last it has given up by itself. */
    private static void awaitWaits(TestPostgres server, int sessions, int each) {
        Map<String, Set<String>> begun = new HashMap<>();
        Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(() -> {
            server.texts("select pid || ' ' || query_start from pg_stat_activity where application_name = 'tidemark'"
                    + " and wait_event_type = 'Lock'").stream().map(wait -> wait.split(" ", 2))
                    .forEach(wait -> begun.computeIfAbsent(wait[0], _ -> new HashSet<>()).add(wait[1]));
            return begun.values().stream().filter(waits -> waits.size() >= each).count() == sessions;
        });
    }

    private static Connection holding(TestPostgres server) throws SQLException {
        Connection holder = DriverManager.getConnection(server.url(), "postgres", "");
        holder.setAutoCommit(false);
        try (Statement lock = holder.createStatement()) {
            lock.execute("lock table tidemark_probe.\"orders\"");
        }
        return holder;
    }
}
