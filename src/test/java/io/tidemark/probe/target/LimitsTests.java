package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.metric.Secret;
import io.tidemark.probe.TestMariaDb;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestRedis;
import io.tidemark.probe.target.Failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a target is spared, whatever a run allows itself, and what is said when a limit was met. */
class LimitsTests {

    /** What a run allows itself here: far more than the targets do. */
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limits LIMITS = new Limits(Duration.ofMillis(300), Duration.ofMillis(200),
            Duration.ofMillis(400), Duration.ofSeconds(3));

    @TempDir
    private Path data;

    @Test
    void theSmallerOfBothCounts() {
        assertThat(LIMITS.within(LONG)).isEqualTo(LIMITS);
        assertThat(LIMITS.within(Duration.ofMillis(50))).isEqualTo(new Limits(Duration.ofMillis(50),
                Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300)));
        assertThat(Limits.wholeSeconds(Duration.ofMillis(10))).isOne();
        assertThat(Limits.wholeSeconds(Duration.ofMillis(1001))).isEqualTo(2);
    }

    @Test
    void postgresCancelsStatementsAndLetsGoOfLocksAndOfIdleTransactions() throws Exception {
        TestPostgres server = TestPostgres.shared();
        Target target = target(server.url(), "probe", LIMITS);
        server.admin("drop table if exists held", "create table held (id int)", "grant all on held to probe");
        try (DatabaseSession session = (DatabaseSession) target.open(LONG);
                DatabaseSession other = inTransaction(server.url(), LONG);
                DatabaseSession idle = inTransaction(server.url(), LIMITS.idleInTransaction())) {
            assertFails(target, Kind.TIMEOUT, 300, () -> session.execute("select pg_sleep(20)"));

            other.execute("lock table public.held");
            assertFails(target, Kind.LOCK, 200, () -> session.execute("select * from public.held"));
            assertThat(session.answers()).isTrue();
            other.connection().rollback();

            idle.execute("lock table public.held");
            // Its transaction is ended for it, and the lock is free again.
            Awaitility.await().until(() -> server.count("select count(*) from pg_locks l join pg_class c"
                    + " on c.oid = l.relation where c.relname = 'held'") == 0);
            session.execute("select * from public.held");
        }
    }

    @Test
    void mariaDbCancelsStatementsAndLetsGoOfLocksAndOfIdleTransactionsInWholeSeconds() throws Exception {
        TestMariaDb server = TestMariaDb.shared();
        Target target = target(server.url(), "probe",
                new Limits(Duration.ofMillis(1500), LONG, LONG, LONG));
        Target patient = target(server.url(), "probe", new Limits(LONG, LIMITS.lock(), LONG, LONG));
        server.admin("create or replace table shop.held (id int primary key)", "insert into shop.held values (1)",
                "grant select, update, lock tables on shop.* to probe");
        try (DatabaseSession sleeping = (DatabaseSession) target.open(LONG);
                DatabaseSession session = (DatabaseSession) patient.open(LONG);
                DatabaseSession other = inTransaction(server.url(), LONG);
                DatabaseSession idle = inTransaction(server.url(), LIMITS.idleInTransaction())) {
            assertFails(target, Kind.TIMEOUT, 1500, () -> sleeping.execute("select sleep(20)"));

            other.execute("lock tables held write");
            assertFails(patient, Kind.LOCK, 1000, () -> session.execute("select * from held"));
            other.execute("unlock tables");

            other.execute("update held set id = 2");
            assertFails(patient, Kind.LOCK, 900, () -> session.execute("update held set id = 3"));
            assertThat(session.answers()).isTrue();
            other.connection().rollback();

            idle.execute("update held set id = 2");
            Awaitility.await().ignoreExceptions().untilAsserted(() -> session.execute("update held set id = 3"));
        }
    }

    @Test
    void h2LetsGoOfLocks() throws Exception {
        try (H2Target target = new H2Target("shop", data);
                DatabaseSession session = target.open(LONG);
                DatabaseSession other = target.open(LONG)) {
            other.execute("create table held (id int)", "insert into held values (1)");
            other.connection().setAutoCommit(false);
            other.execute("update held set id = 2");

            assertFails(target, Kind.LOCK, 1000, () -> session.execute("update held set id = 3"));
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsHungUpOn() throws IOException, Exception {
        Limits limits = new Limits(LONG, LONG, LONG, Duration.ofSeconds(1));
        try (TestRedis redis = new TestRedis();
                TestPostgres postgres = new TestPostgres();
                TestMariaDb mariaDb = new TestMariaDb()) {
            Target cache = Targets.parse("url", "shop", "redis://127.0.0.1:" + redis.port(), null, null, true, limits);
            Target database = target(postgres.url(), "probe", limits);
            Target another = target(mariaDb.url(), "probe", limits);
            try (CacheSession session = (CacheSession) cache.open(LONG);
                    DatabaseSession first = (DatabaseSession) database.open(LONG);
                    DatabaseSession second = (DatabaseSession) another.open(LONG)) {
                redis.freeze();
                postgres.freeze();
                mariaDb.freeze();
                atOnce(() -> assertFails(cache, Kind.TIMEOUT, 1000, () -> session.get(new CacheKey("x"))),
                        () -> assertFails(database, Kind.TIMEOUT, 1000, () -> first.execute("select 1")),
                        () -> assertFails(another, Kind.TIMEOUT, 1000, () -> second.execute("select 1")));
                assertThat(first.isBroken()).isTrue();
                assertThat(second.isBroken()).isTrue();
            } finally {
                redis.thaw();
                postgres.thaw();
                mariaDb.thaw();
            }
        }
    }

    private static void atOnce(Runnable... assertions) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(Stream.of(assertions).map(one -> CompletableFuture.runAsync(one, threads))
                    .toArray(CompletableFuture[]::new)).join();
        }
    }

    @Test
    void aSessionThatIsCutStopsWaitingAlsoOnAFrozenServer() throws Exception {
        try (TestMariaDb server = new TestMariaDb()) {
            Target target = target(server.url(), "probe", new Limits(LONG, LONG, LONG, LONG));
            try (DatabaseSession session = (DatabaseSession) target.open(LONG)) {
                CompletableFuture<Throwable> waiting = CompletableFuture
                        .supplyAsync(() -> catchThrowable(() -> session.execute("select sleep(50)")));
                Awaitility.await().until(() -> server.count("select count(*) from information_schema.processlist"
                        + " where info = 'select sleep(50)'") == 1);
                server.freeze();
                session.abort();

                assertThat(waiting.get(5, TimeUnit.SECONDS)).isNotNull();
                assertThat(session.isBroken()).isTrue();
            } finally {
                server.thaw();
            }
        }
    }

    /** A session in a transaction, which may stay open for so long while nothing is sent. */
    private static DatabaseSession inTransaction(String url, Duration idle) throws Exception {
        DatabaseSession session = (DatabaseSession) target(url, "probe", new Limits(LONG, LONG, idle, LONG)).open(LONG);
        session.connection().setAutoCommit(false);
        return session;
    }

    private static Target target(String url, String user, Limits limits) {
        return Targets.parse("url", "shop", url, user, new Secret("right"), true, limits);
    }

    private static void assertFails(Target target, Kind kind, long limit, ThrowingCallable call) {
        long from = System.nanoTime();
        Throwable failure = catchThrowable(call);
        long millis = (System.nanoTime() - from) / 1_000_000;

        assertThat(failure).isNotNull();
        assertThat(target.explain(failure).kind()).as(failure.toString()).isEqualTo(kind);
        assertThat(millis).isBetween(limit * 9 / 10, limit + 2_000);
    }
}
