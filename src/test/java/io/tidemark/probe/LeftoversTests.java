package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Leftovers;
import io.tidemark.probe.workload.Leftovers.Running;
import io.tidemark.probe.workload.Leftovers.Swept;
import io.tidemark.probe.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep removes from somebody's servers, and what it never touches. */
class LeftoversTests {

    private static final String MARKER = "Tidemark probe data: made by Tidemark, may be dropped at any time";
    private static final String COLUMNS = "(run bigint, id bigint, instance varchar(253), payload varchar(200),"
            + " written_at timestamp default current_timestamp)";
    private static final String LEFT = "(run, id, instance, payload, written_at) values (7, 1, 'test-1', 'ours',"
            + " current_timestamp), (7, 2, 'web-2', 'at work elsewhere', current_timestamp), (7, 3, 'web-3', 'old',"
            + " current_timestamp - interval '2' hour), (0, 4, 'test-1', 'to read', current_timestamp"
            + " - interval '2' hour)";
    private static final Running NONE = new Running(Long.MAX_VALUE, Set.of());

    private static TestPostgres postgres;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));

    @TempDir
    private Path data;

    @BeforeAll
    static void start() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void removeEverything() {
        postgres.admin("drop schema if exists tidemark_probe cascade");
        TestRedis.shared().admin(jedis -> jedis.flushAll());
    }

    @Test
    void rowsOfRunsThatAreOverGoFromEveryTableOfOursOnPostgres() {
        try (Probes probes = probes(postgres.settings(), "insert")) {
            TestProbes.run(probes);
            postgres.admin("insert into tidemark_probe.orders " + LEFT,
                    "create table tidemark_probe.\"removed-probe\" (like tidemark_probe.orders including all)",
                    "comment on table tidemark_probe.\"removed-probe\" is '" + MARKER + "'",
                    "alter table tidemark_probe.\"removed-probe\" owner to probe",
                    "insert into tidemark_probe.\"removed-probe\" " + LEFT);

            assertThat(removed(sweep(probes))).isEqualTo(4);
            for (String table : List.of("orders", "removed-probe")) {
                assertThat(postgres.count("select sum(id) from tidemark_probe.\"" + table + '"')).isEqualTo(2 + 4);
            }
        }
    }

    @Test
    void whatIsNotOursIsNeverTouchedOnPostgres() {
        try (Probes probes = probes(postgres.settings(), "insert")) {
            TestProbes.run(probes);
            String marked = " is '" + MARKER + "'";
            postgres.admin("create table tidemark_probe.unmarked " + COLUMNS,
                    "alter table tidemark_probe.unmarked owner to probe",
                    "create table tidemark_probe.anothers " + COLUMNS,
                    "comment on table tidemark_probe.anothers" + marked,
                    "create table tidemark_probe.parent " + COLUMNS, "comment on table tidemark_probe.parent" + marked,
                    "alter table tidemark_probe.parent owner to probe",
                    "create table tidemark_probe.child () inherits (tidemark_probe.parent)",
                    "create table tidemark_probe.other_columns (run bigint)",
                    "comment on table tidemark_probe.other_columns" + marked,
                    "alter table tidemark_probe.other_columns owner to probe",
                    "insert into tidemark_probe.other_columns values (7)",
                    "create table if not exists public.orders " + COLUMNS, "comment on table public.orders" + marked,
                    "alter table public.orders owner to probe", "truncate public.orders");
            List<String> foreign = List.of("tidemark_probe.unmarked", "tidemark_probe.anothers", "tidemark_probe.child",
                    "public.orders");
            foreign.forEach(table -> postgres.admin("insert into " + table + " " + LEFT));

            assertThat(removed(sweep(probes))).isZero();
            assertThat(foreign).allSatisfy(
                    table -> assertThat(postgres.count("select count(*) from " + table)).isEqualTo(4));
            assertThat(postgres.count("select count(*) from tidemark_probe.other_columns")).isOne();
        }
    }

    @Test
    void aLockedTableDoesNotKeepTheOthersAndIsTriedAgain() throws SQLException {
        try (Probes probes = probes(postgres.settings(), "insert")) {
            TestProbes.run(probes);
            postgres.admin("insert into tidemark_probe.orders " + LEFT,
                    "create table tidemark_probe.a_first (like tidemark_probe.orders including all)",
                    "comment on table tidemark_probe.a_first is '" + MARKER + "'",
                    "alter table tidemark_probe.a_first owner to probe",
                    "insert into tidemark_probe.a_first " + LEFT);
            try (Connection holder = DriverManager.getConnection(postgres.url(), "postgres", "");
                    Statement lock = holder.createStatement()) {
                holder.setAutoCommit(false);
                lock.execute("lock table tidemark_probe.a_first");

                assertThat(sweep(probes).outcome()).isInstanceOf(Outcome.Failed.class);
                assertThat(postgres.count("select count(*) from tidemark_probe.orders")).isEqualTo(2);
                holder.rollback();
            }
            now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(5)));

            assertThat(removed(sweep(probes))).isEqualTo(2);
        }
    }

    @Test
    void rowsOfRunsThatAreOverGoOnMariaDbAndForeignTablesStay() {
        TestMariaDb server = TestMariaDb.shared();
        server.admin("drop database if exists tidemark_probe");
        try (Probes probes = probes(server.settings(), "insert")) {
            TestProbes.run(probes);
            server.admin("insert into tidemark_probe.orders " + LEFT,
                    "create or replace table tidemark_probe.unmarked " + COLUMNS,
                    "insert into tidemark_probe.unmarked " + LEFT);
            try {
                assertThat(removed(sweep(probes))).isEqualTo(2);
                assertThat(server.count("select sum(id) from tidemark_probe.orders")).isEqualTo(2 + 4);
                assertThat(server.count("select count(*) from tidemark_probe.unmarked")).isEqualTo(4);
            } finally {
                server.admin("drop table tidemark_probe.unmarked", "drop table tidemark_probe.orders");
            }
        }
    }

    @Test
    void rowsOfRunsThatAreOverGoOnH2AndThoseAtWorkStay() throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("builtin-db", data), 2, true);
                DatabaseSession session = prepared(pool)) {
            session.execute("insert into \"tidemark_probe\".\"orders\" " + LEFT,
                    "insert into \"tidemark_probe\".\"orders\" (run, id, instance, payload) values (8, 1, 'test-1', 'at"
                            + " work'), (9, 1, 'test-1', 'begun since')",
                    "create table \"tidemark_probe\".\"unmarked\" " + COLUMNS,
                    "insert into \"tidemark_probe\".\"unmarked\" " + LEFT);
            Swept swept = new Leftovers("test-1", Set.of("orders")).sweep(session, new Running(9, Set.of(8L)),
                    () -> true);

            assertThat(swept.removed()).isEqualTo(2);
            assertThat(swept.complete()).isTrue();
            assertThat(count(session, "orders")).isEqualTo(4);
            assertThat(count(session, "unmarked")).isEqualTo(4);
        }
    }

    @Test
    void aSweepStopsBetweenPiecesAndTheNextOneGoesOn() throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("builtin-db", data), 2, true);
                DatabaseSession session = prepared(pool)) {
            session.execute("insert into \"tidemark_probe\".\"orders\" (run, id, instance, payload)"
                    + " select 7, x, 'test-1', '' from system_range(1, 3500)");
            Leftovers leftovers = new Leftovers("test-1", Set.of("orders"));
            AtomicInteger pieces = new AtomicInteger(2);

            assertThat(leftovers.sweep(session, NONE, () -> pieces.getAndDecrement() > 0))
                    .isEqualTo(new Swept(2000, 3, false));
            assertThat(count(session, "orders")).isEqualTo(1500);
            assertThat(leftovers.sweep(session, NONE, () -> true)).isEqualTo(new Swept(1500, 3, true));
        }
    }

    @Test
    void keysOfThisInstancesProbesGoAndLookAlikesStayOnRedis() {
        TestRedis server = TestRedis.shared();
        Set<String> foreign = Set.of("tidemark:test-1:orders:abc", "tidemark:test-1:orders:1:2",
                "tidemark:test-1:basket:1", "tidemark:test-1x:orders:1", "tidemark:web-2:orders:1",
                "my:tidemark:test-1:orders:1", "tidemark:test-1:orders:", "tidemark:test-1:orders2:1");
        server.admin(jedis -> {
            IntStream.range(0, 2000).forEach(i -> jedis.psetex("tidemark:test-1:orders:" + i, 3_000_000, "left"));
            IntStream.range(0, 3000).forEach(i -> jedis.set("foreign:" + i, "precious"));
            foreign.forEach(key -> jedis.psetex(key, 3_000_000, "precious"));
            jedis.set("tidemark:test-1:orders:2001", "never expires");
            return jedis.psetex("tidemark:test-1:orders:2002", 7_200_000, "expires later than ours");
        });
        try (Probes probes = probes(server.settings(), "put")) {
            assertThat(removedInAll(probes)).isEqualTo(2000);
        }

        assertThat(server.keys("foreign:*")).hasSize(3000);
        assertThat(server.keys("*tidemark:*")).containsAll(foreign).hasSize(foreign.size() + 2);
    }

    @Test
    void looksAfterTheStartAndHourlyAndSoonAgainWhenItCouldNot() {
        TestRedis server = TestRedis.shared();
        try (Probes probes = probes(server.settings(), "put")) {
            probes.pause(Optional.of("shop"));
            assertThat(sweep(probes).outcome()).isEqualTo(new Outcome.Skipped("probes are paused over the API"));
            probes.resume(Optional.of("shop"));
            assertThat(removed(sweep(probes))).isZero();

            server.admin(jedis -> jedis.psetex("tidemark:test-1:orders:1", 3_000_000, "left"));
            now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(59)));
            assertThat(sweep(probes).samples()).isEmpty();
            now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
            assertThat(removed(sweep(probes))).isOne();
        }
    }

    @Test
    void onlyTargetsWithWritesAreSwept() {
        TargetSettings reading = postgres.settings("probe", "right", false);
        try (Probes probes = probes(reading, "point-read")) {
            assertThat(probes.sources()).noneMatch(LeftoverSource.class::isInstance);
        }
    }

    private Probes probes(TargetSettings target, String workload) {
        InstantSource clock = now::get;
        return new Probes(
                new ProbingSettings(Map.of("shop", target), Map.of("orders", TestProbes.probe(workload)), false,
                        false, data),
                "test-1", TestProbes.engine(), clock);
    }

    private static Observation sweep(Probes probes) {
        Source source = probes.sources().stream().filter(LeftoverSource.class::isInstance).findFirst().orElseThrow();
        assertThat(source.description().lane()).isEqualTo("target:shop");
        return source.observe();
    }

    /** Of a sweep that took too long the next one does the rest; after the last one there is none for an hour. */
    private static double removedInAll(Probes probes) {
        return Stream.generate(() -> sweep(probes)).takeWhile(swept -> !swept.samples().isEmpty())
                .mapToDouble(LeftoversTests::removed).sum();
    }

    private static double removed(Observation observation) {
        assertThat(observation.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(observation.samples()).hasSize(1);
        Sample sample = observation.samples().getFirst();
        assertThat(sample.series().metric()).isEqualTo("target.leftovers");
        return sample.value();
    }

    /** A session on a database where the workload insert has made its table. */
    private static DatabaseSession prepared(SessionPool pool) throws Exception {
        var _ = TestProbes.engine().run(new Plan("orders", Objects.requireNonNull(Workloads.all().get("insert")), pool,
                null, Load.closed(1, 5, 0, 1, Duration.ofSeconds(10)), null));
        return (DatabaseSession) pool.target().open(Duration.ofSeconds(5));
    }

    private static long count(DatabaseSession session, String table) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery("select count(*) from \"tidemark_probe\".\"" + table + '"')) {
            row.next();
            return row.getLong(1);
        }
    }
}
