package io.tidemark.probe.engine;

import io.tidemark.metric.Secret;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Workload;
import io.tidemark.probe.workload.Workloads;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the engine adds to a point read: its operation path against a bare JDBC loop on the same connection, alternating
 * per operation. Prints medians. Properties: operations (20000); url, user and password of a PostgreSQL, an embedded one by
 * default.
 */
class PointReadBench {

    private static final int WARMUP = 5_000;
    private static final int ROWS = 1000;

    @Test
    void pointReadBesideBareJdbc() throws Exception {
        int operations = Integer.getInteger("operations", 20_000);
        String url = System.getProperty("url");
        if (url != null) {
            run(Targets.parse("url", "bench", url, System.getProperty("user"),
                    new Secret(System.getProperty("password")), true, Limits.USUAL), operations);
            return;
        }
        try (TestPostgres server = new TestPostgres()) {
            run(Targets.parse("url", "bench", server.url(), "probe", new Secret("right"), true, Limits.USUAL),
                    operations);
        }
    }

    @SuppressWarnings("unchecked")
    private static void run(Target target, int operations) throws Exception {
        try (SessionPool pool = new SessionPool(target, 1, true)) {
            Workload<DatabaseSession> workload = (Workload<DatabaseSession>) Objects
                    .requireNonNull(Workloads.all().get("point-read")).get();
            Load load = Load.closed(1, operations, 0, ROWS, Duration.ofMinutes(10));
            Assignment assignment = new Assignment("bench", "bench", 1, ROWS, target, null, null);
            DatabaseSession session = (DatabaseSession) pool.borrow(load.limit(), SessionPool.Timing.NONE);
            workload.prepare(session, assignment);
            pool.giveBack(session);
            Setting<DatabaseSession> setting = new Setting<>(workload, assignment, pool, new Lending(load.limit()),
                    load, System.nanoTime() + load.deadline().toNanos());
            Worker<DatabaseSession> worker = new Worker<>(setting, new Start<>(setting), 0, setting.recorder(), false);
            Seat<DatabaseSession> seat = new Seat<>(setting, 0);
            if (!worker.connect(seat, System.nanoTime())) {
                throw new IllegalStateException("cannot connect");
            }
            compare(worker, seat, session, operations);
            seat.letGo();
        }
    }

    /** The pool has one session: what the worker got is the one that was given back. */
    private static void compare(Worker<DatabaseSession> worker, Seat<DatabaseSession> seat, DatabaseSession session,
            int operations)
            throws Exception {
        long[] engine = new long[operations];
        long[] told = new long[operations];
        long[] bare = new long[operations];
        SplittableRandom random = new SplittableRandom(1);
        try (PreparedStatement statement = session.connection()
                .prepareStatement("select payload from tidemark_probe.bench where run = 0 and id = ?")) {
            for (int i = -WARMUP; i < operations; i++) {
                int at = Math.max(i, 0);
                if (i % 2 == 0) {
                    engine(worker, seat, engine, told, at);
                    bare[at] = bare(statement, 1 + random.nextInt(ROWS));
                } else {
                    bare[at] = bare(statement, 1 + random.nextInt(ROWS));
                    engine(worker, seat, engine, told, at);
                }
            }
        }
        print(median(bare), median(told), median(engine), operations);
    }

    private static void engine(Worker<DatabaseSession> worker, Seat<DatabaseSession> seat, long[] whole, long[] told,
            int at) {
        long from = System.nanoTime();
        worker.step(seat, from);
        whole[at] = System.nanoTime() - from;
        told[at] = worker.lastNanos();
    }

    private static long bare(PreparedStatement statement, long id) throws Exception {
        long from = System.nanoTime();
        statement.setLong(1, id);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            row.getString(1);
        }
        return System.nanoTime() - from;
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1e3;
    }

    private static void print(double bare, double told, double whole, int operations) {
        System.out.printf("%d operations each, medians: bare JDBC %.2f us; point-read as told %.2f us (%+.2f %%);"
                + " the engine's whole step %.2f us (%+.2f %%)%n", operations, bare, told, 100 * (told / bare - 1),
                whole, 100 * (whole / bare - 1));
    }
}
