package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Secret;
import io.tidemark.probe.TestMariaDb;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What real servers say of themselves, to users without any special right. */
class VitalsTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void theShareOfHitsIsThatOfTheLatestLookups() {
        Vitals first = lookups(90, 10).after(new Vitals(Map.of()));
        Vitals second = lookups(91, 19).after(first);
        Vitals idle = lookups(91, 19).after(second);
        Vitals restarted = lookups(1, 3).after(idle);

        assertThat(ratio(first)).hasValue(0.9);
        assertThat(ratio(second)).hasValue(0.1);
        assertThat(ratio(idle)).hasValue(0.1);
        assertThat(ratio(restarted)).hasValue(0.25);
        assertThat(ratio(lookups(0, 0).after(new Vitals(Map.of())))).isEmpty();
    }

    @Test
    void theShareOfConnectionsNeedsBoth() {
        assertThat(new Vitals(Map.of(Vitals.CONNECTIONS, 40.0, Vitals.MOST_CONNECTIONS, 100.0)).connectionShare())
                .hasValue(0.4);
        assertThat(new Vitals(Map.of(Vitals.CONNECTIONS, 40.0)).connectionShare()).isEmpty();
    }

    @Test
    void postgresTellsAUserWithoutRights() throws Exception {
        TestPostgres server = TestPostgres.shared();
        Target target = target(server.url());
        try (DatabaseSession session = (DatabaseSession) target.open(LIMIT);
                DatabaseSession other = (DatabaseSession) target.open(LIMIT)) {
            Vitals before = target.vitals(session).orElseThrow();
            assertThat(before.readings()).containsOnlyKeys(Vitals.CONNECTIONS, Vitals.MOST_CONNECTIONS, Vitals.HITS,
                    Vitals.MISSES, Vitals.COMMITS, Vitals.ROLLBACKS, Vitals.WAITING, Vitals.EVICTIONS);
            assertAllDeclared(target, before);
            assertThat(value(before, Vitals.CONNECTIONS)).isGreaterThanOrEqualTo(2);
            assertThat(value(before, Vitals.MOST_CONNECTIONS)).isEqualTo((double) server.count(
                    "select current_setting('max_connections')::int"));
            assertThat(value(before, Vitals.WAITING)).isZero();

            other.connection().setAutoCommit(false);
            other.execute("select 1");
            other.connection().rollback();
            // A session hands in its counts at its end, or after seconds.
            other.close();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                Vitals after = target.vitals(session).orElseThrow();
                assertThat(value(after, Vitals.ROLLBACKS)).isGreaterThan(value(before, Vitals.ROLLBACKS));
                assertThat(value(after, Vitals.COMMITS)).isGreaterThan(value(before, Vitals.COMMITS));
                assertThat(value(after, Vitals.HITS)).isGreaterThan(value(before, Vitals.HITS));
            });
        }
    }

    @Test
    void postgresTellsOfLocksThatAreWaitedFor() throws Exception {
        TestPostgres server = TestPostgres.shared();
        server.admin("drop table if exists wanted", "create table wanted (id int)", "grant all on wanted to probe");
        Target target = Targets.parse("url", "shop", server.url(), "probe", new Secret("right"), true,
                new Limits(LIMIT, LIMIT, LIMIT, LIMIT));
        try (DatabaseSession session = (DatabaseSession) target.open(LIMIT);
                DatabaseSession holder = (DatabaseSession) target.open(LIMIT);
                DatabaseSession waiter = (DatabaseSession) target.open(LIMIT)) {
            holder.connection().setAutoCommit(false);
            holder.execute("lock table public.wanted");
            waiter.connection().setAutoCommit(false);
            CompletableFuture<Throwable> waiting = CompletableFuture
                    .supplyAsync(() -> catchThrowable(() -> waiter.execute("lock table public.wanted")));
            Awaitility.await().atMost(PATIENCE).untilAsserted(
                    () -> assertThat(value(target.vitals(session).orElseThrow(), Vitals.WAITING)).isPositive());
            holder.connection().rollback();
            assertThat(waiting.join()).isNull();
        }
    }

    @Test
    void postgresTellsHowFarAReplicaIsBehindOnBothSidesThePrimaryOnlyToWhoMayKnow() throws Exception {
        try (TestPostgres primary = new TestPostgres(); TestPostgres replica = primary.replica()) {
            assertLag(target(replica.url()));
            Target asked = target(primary.url());
            try (Session session = asked.open(LIMIT)) {
                assertThat(asked.vitals(session).orElseThrow().reading(Vitals.LAG)).isEmpty();
            }
            primary.admin("grant pg_monitor to probe");
            assertLag(asked);
            primary.admin("create table replayed (id int)");
            Awaitility.await().atMost(PATIENCE)
                    .until(() -> replica.count("select count(*) from pg_class where relname = 'replayed'") == 1);
            // What it has not replayed grows old.
            replica.admin("select pg_wal_replay_pause()");
            primary.admin("create table behind (id int)");
            try (Session session = target(replica.url()).open(LIMIT)) {
                Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        target(replica.url()).vitals(session).orElseThrow().reading(Vitals.LAG).orElseThrow())
                        .isGreaterThan(1));
            }
        }
    }

    private static void assertLag(Target target) throws Exception {
        try (Session session = target.open(LIMIT)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(
                    () -> assertThat(target.vitals(session).orElseThrow().reading(Vitals.LAG).orElseThrow())
                            .isBetween(0.0, 20.0));
        }
    }

    @Test
    void mariaDbTellsAUserWithoutRightsAndIsAskedOnceForWhatItDenies() throws Exception {
        TestMariaDb server = TestMariaDb.shared();
        Target target = target(server.url());
        try (DatabaseSession session = (DatabaseSession) target.open(LIMIT)) {
            Vitals before = target.vitals(session).orElseThrow();
            long denied = denied(server);
            assertThat(before.readings()).containsOnlyKeys(Vitals.CONNECTIONS, Vitals.MOST_CONNECTIONS, Vitals.HITS,
                    Vitals.MISSES, Vitals.COMMITS, Vitals.ROLLBACKS, Vitals.WAITING, Vitals.EVICTIONS, Vitals.MEMORY,
                    Vitals.MOST_MEMORY);
            assertAllDeclared(target, before);
            assertThat(value(before, Vitals.CONNECTIONS)).isPositive();
            assertThat(value(before, Vitals.MOST_CONNECTIONS)).isEqualTo(151);
            assertThat(value(before, Vitals.MOST_MEMORY)).isEqualTo(16 << 20);
            assertThat(value(before, Vitals.MEMORY)).isBetween(1.0, (double) (16 << 20));

            server.admin("create or replace table shop.counted (id int)", "insert into shop.counted values (1)");
            Vitals after = target.vitals(session).orElseThrow();
            assertThat(value(after, Vitals.COMMITS)).isGreaterThan(value(before, Vitals.COMMITS));
            assertThat(value(after, Vitals.HITS)).isGreaterThan(value(before, Vitals.HITS));
            assertThat(denied(server)).isEqualTo(denied);
        }
    }

    @Test
    void mariaDbTellsHowFarAReplicaIsBehindToWhoMayKnow() throws Exception {
        try (TestMariaDb primary = new TestMariaDb(); TestMariaDb replica = new TestMariaDb()) {
            replica.follow(primary);
            Target target = target(replica.url());
            try (Session session = target.open(LIMIT)) {
                assertThat(target.vitals(session).orElseThrow().reading(Vitals.LAG)).isEmpty();
            }
            replica.admin("grant replica monitor on *.* to probe");
            assertLag(target);
        }
    }

    private static long denied(TestMariaDb server) {
        return server.count("select variable_value from information_schema.global_status"
                + " where variable_name = 'ACCESS_DENIED_ERRORS'");
    }

    @Test
    void redisTellsHitsEvictionsAndMemory() throws Exception {
        try (TestRedis server = new TestRedis()) {
            Target target = target("redis://127.0.0.1:" + server.port());
            try (CacheSession session = (CacheSession) target.open(LIMIT)) {
                Vitals before = target.vitals(session).orElseThrow();
                assertThat(before.readings()).containsOnlyKeys(Vitals.CONNECTIONS, Vitals.MOST_CONNECTIONS,
                        Vitals.HITS, Vitals.MISSES, Vitals.EVICTIONS, Vitals.MEMORY);
                assertAllDeclared(target, before);
                session.put(new CacheKey("there"), new byte[]{1});
                session.get(new CacheKey("there"));
                session.get(new CacheKey("absent"));
                session.get(new CacheKey("absent"));
                server.admin(jedis -> jedis.configSet("maxmemory", "3mb"));
                server.admin(jedis -> jedis.configSet("maxmemory-policy", "allkeys-lru"));
                for (int i = 0; i < 4_000; i++) {
                    session.put(new CacheKey("key-" + i), new byte[1_000]);
                }

                Vitals after = target.vitals(session).orElseThrow();
                assertThat(value(after, Vitals.HITS) - value(before, Vitals.HITS)).isOne();
                assertThat(value(after, Vitals.MISSES) - value(before, Vitals.MISSES)).isEqualTo(2);
                assertThat(value(after, Vitals.EVICTIONS)).isPositive();
                assertThat(value(after, Vitals.MOST_MEMORY)).isEqualTo(3 << 20);
            }
        }
    }

    @Test
    void redisTellsHowFarAReplicaIsBehindOnBothSides() throws Exception {
        try (TestRedis primary = new TestRedis(); TestRedis replica = new TestRedis()) {
            replica.admin(jedis -> jedis.replicaof("127.0.0.1", primary.port()));
            for (TestRedis server : List.of(primary, replica)) {
                assertLag(target("redis://127.0.0.1:" + server.port()));
            }
        }
    }

    @Test
    void whatIsNoServerTellsNothing() throws IOException, Exception {
        Path nowhere = Path.of("target", "unused");
        try (H2Target database = new H2Target("builtin-db", nowhere); CaffeineTarget cache = new CaffeineTarget("c")) {
            assertThat(database.vitalSigns()).isEmpty();
            assertThat(cache.vitalSigns()).isEmpty();
        }
    }

    private static Target target(String url) {
        boolean redis = url.startsWith("redis");
        return Targets.parse("url", "shop", url, redis ? null : "probe", redis ? null : new Secret("right"), false,
                Limits.USUAL);
    }

    private static void assertAllDeclared(Target target, Vitals vitals) {
        assertThat(target.vitalSigns()).containsAll(vitals.readings().keySet());
    }

    private static double value(Vitals vitals, Metric metric) {
        return vitals.reading(metric).orElseThrow();
    }

    private static Vitals lookups(double hits, double misses) {
        return new Vitals(Map.of(Vitals.HITS, hits, Vitals.MISSES, misses));
    }

    private static OptionalDouble ratio(Vitals vitals) {
        return vitals.reading(Vitals.HIT_RATIO);
    }
}
