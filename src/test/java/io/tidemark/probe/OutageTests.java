package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a run says when its target does not do what it should. Real servers, really frozen and killed. */
class OutageTests {

    private static final Duration DEADLINE = Duration.ofSeconds(8);
    /** The longest that one call may take. */
    private static final Duration LIMIT = DEADLINE.dividedBy(4);
    private static final double LIMIT_SECONDS = LIMIT.toMillis() / 1e3;

    @Test
    void aFrozenKilledAndReturnedPostgresIsToldAsItIs() throws IOException {
        try (TestPostgres server = new TestPostgres();
                Probes probes = TestProbes.of(server.settings(), TestProbes.probe("point-read", 2, 50, DEADLINE))) {
            TestProbes.awaitSuccess(probes); // the first run of a cold JVM may take long
            server.freeze();
            assertTimedOut(TestProbes.run(probes));
            assertTimedOut(TestProbes.run(probes));
            server.thaw();
            TestProbes.awaitSuccess(probes);
            server.kill();
            assertCannotConnect(TestProbes.run(probes), server.port());
            server.restart();
            TestProbes.awaitSuccess(probes);
        }
    }

    @Test
    void aFrozenKilledAndReturnedRedisIsToldAsItIs() throws IOException {
        try (TestRedis server = new TestRedis();
                Probes probes = TestProbes.of(server.settings(), TestProbes.probe("get", 2, 50, DEADLINE))) {
            TestProbes.awaitSuccess(probes); // the first run of a cold JVM may take long
            server.freeze();
            assertTimedOut(TestProbes.run(probes));
            assertTimedOut(TestProbes.run(probes));
            server.thaw();
            TestProbes.awaitSuccess(probes);
            server.kill();
            assertCannotConnect(TestProbes.run(probes), server.port());
            server.restart();
            TestProbes.awaitSuccess(probes);
        }
    }

    @Test
    void aServerThatFreezesInTheMiddleKeepsWhatWasMeasuredAndCountsTheRestAsTimedOut() throws Exception {
        try (TestPostgres server = new TestPostgres()) {
            runOnce(server); // the first run of a cold JVM may take long
            // Far longer than its limits, so that it is they that end what has begun, whenever the server freezes.
            Duration deadline = Duration.ofSeconds(40);
            try (Probes probes = TestProbes.of(hasty(server), manyReads(deadline))) {
                CompletableFuture<Run> running = CompletableFuture.supplyAsync(() -> TestProbes.run(probes));
                server.awaitAtWork("select payload", 3);
                server.freeze();
                Run run = running.join();
                server.thaw();

                assertThat(run.took()).isLessThan(deadline);
                assertThat(run.successes()).isPositive();
                assertThat(run.outcome()).isInstanceOf(Outcome.Succeeded.class);
                assertThat(run.errors()).containsOnlyKeys("timeout");
                assertThat(run.errors().get("timeout")).isGreaterThanOrEqualTo(3);
                assertThat(run.latency().max()).isGreaterThanOrEqualTo(LIMIT_SECONDS * 0.99);
            }
        }
    }

    private static void runOnce(TestPostgres server) {
        try (Probes probes = TestProbes.of(server.settings(), TestProbes.probe("point-read"))) {
            TestProbes.awaitSuccess(probes);
        }
    }

    private static TargetSettings hasty(TestPostgres server) {
        TargetSettings usual = server.settings();
        return new TargetSettings(usual.url(), usual.username(), usual.password(), true,
                new LimitSettings(null, null, null, LIMIT, null), null, null);
    }

    /** More than a fast machine has done before the server freezes. */
    private static ProbeSettings manyReads(Duration deadline) {
        return TestProbes.settings("shop", "point-read", null, 3, 1_000_000, 0, null, deadline, null, null);
    }

    @Test
    void aWrongPasswordIsSaidInOneSentenceAndCountsAsOneFailure() {
        TargetSettings wrong = TestPostgres.shared().settings("probe", "wr0ng-secret", true);
        try (Probes probes = TestProbes.of(wrong, TestProbes.probe("point-read"))) {
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Failed("shop refused the password for user 'probe'"));
            assertOneFailure(run, "auth");
            assertThat(run.toString()).doesNotContain("wr0ng-secret");
        }
    }

    @Test
    void anUnreachablePortIsSaidInOneSentenceAndCountsAsOneFailure() {
        int port = TestRedis.freePort();
        TargetSettings nobody = new TargetSettings("jdbc:postgresql://127.0.0.1:" + port + "/shop", "probe", null,
                true, null, null, null);
        try (Probes probes = TestProbes.of(nobody, TestProbes.probe("insert"))) {
            Run run = TestProbes.run(probes);

            assertCannotConnect(run, port);
            assertOneFailure(run, "connect");
        }
    }

    @Test
    void aServerThatHangsUpIsNotAConnectionThatWasLost() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> hangUpOnEverybody(server));
            TargetSettings rude = new TargetSettings("jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/shop",
                    "probe", null, true, null, null, null);
            try (Probes probes = TestProbes.of(rude, TestProbes.probe("insert"))) {
                assertThat(TestProbes.run(probes).outcome().reason())
                        .startsWith("cannot connect to shop at 127.0.0.1:" + server.getLocalPort() + ": ")
                        .containsAnyOf("the server closed the connection", "Connection reset", "Broken pipe");
            }
        }
    }

    private static void hangUpOnEverybody(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    @Test
    void anUnknownHostAndAnUnknownDatabaseAreSaidAsSuch() {
        TargetSettings host = new TargetSettings("jdbc:postgresql://no-such-host.invalid/shop", "probe", null, true,
                null, null, null);
        TargetSettings database = new TargetSettings(TestPostgres.shared().url().replace("/postgres", "/absent"),
                "postgres", null, true, null, null, null);
        try (Probes first = TestProbes.of(host, TestProbes.probe("insert"));
                Probes second = TestProbes.of(database, TestProbes.probe("insert"))) {
            assertThat(TestProbes.run(first).outcome().reason())
                    .isEqualTo("cannot connect to shop at no-such-host.invalid:5432: the host name is unknown");
            assertThat(TestProbes.run(second).outcome().reason()).contains("database \"absent\" does not exist");
        }
    }

    private static void assertTimedOut(Run run) {
        assertThat(run.outcome()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(run.outcome().reason()).startsWith("shop ");
        assertThat(run.took()).isLessThan(DEADLINE);
        assertThat(run.errors()).containsOnlyKeys("timeout");
        assertThat(run.successes()).isZero();
        assertThat(run.attempts()).isPositive();
        assertThat(run.latency().min()).isGreaterThanOrEqualTo(LIMIT_SECONDS * 0.99);
    }

    private static void assertCannotConnect(Run run, int port) {
        assertThat(run.outcome()).isEqualTo(
                new Outcome.Failed("cannot connect to shop at 127.0.0.1:" + port + ": connection refused"));
    }

    private static void assertOneFailure(Run run, String kind) {
        assertThat(run.attempts()).isOne();
        assertThat(run.errors()).containsExactly(Map.entry(kind, 1L));
        assertThat(run.failed().values().iterator().next().min()).isPositive();
        assertThat(run.latency()).isEqualTo(Distribution.EMPTY);
    }
}
