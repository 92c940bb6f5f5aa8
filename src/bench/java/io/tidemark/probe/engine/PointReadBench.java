package io.tidemark.probe.engine;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import io.tidemark.probe.Cores;
import io.tidemark.probe.DebianPostgres;
import io.tidemark.probe.PgbenchLog;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the engine adds to a point read: beside a bare JDBC loop on the same connection, and beside pgbench on the same
 * server. Prints medians. Properties: operations (20000) of the first; url, user and password of a PostgreSQL for it, an
 * embedded one by default; pairs (5) and seconds (3) of the second.
 */
class PointReadBench {

    private static final int OPERATIONS = Integer.getInteger("operations", 20_000);
    private static final int PAIRS = Integer.getInteger("pairs", 5);
    private static final int SECONDS = Integer.getInteger("seconds", 3);
    private static final int ROWS = 1_000;
    /** As many as pgbench makes at its scale 1. */
    private static final int PGBENCH_ROWS = 100_000;

    @Test
    void pointReadBesideBareJdbc() throws Exception {
        String url = System.getProperty("url");
        if (url != null) {
            besideBareJdbc("at the url", Targets.parse("url", "bench", url, System.getProperty("user"),
                    new Secret(System.getProperty("password")), true, Limits.USUAL));
            return;
        }
        try (TestPostgres server = new TestPostgres()) {
            besideBareJdbc("embedded", Targets.parse("url", "bench", server.url(), "probe", new Secret("right"), true,
                    Limits.USUAL));
        }
    }

    @Test
    void pointReadBesideBareJdbcOnDebiansServer() throws Exception {
        try (DebianPostgres server = new DebianPostgres()) {
            besideBareJdbc("Debian's", server.target());
        }
    }

    private static void besideBareJdbc(String server, Target target) throws Exception {
        System.out.printf("%s server, %d operations each, medians: %s%n", server, OPERATIONS,
                Bench.compare(Bench.<DatabaseSession>workload("point-read"), target, ROWS, OPERATIONS,
                        PointReadBench::bare));
    }

    private static Alternation.Bare bare(DatabaseSession session) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        PreparedStatement statement = session.connection()
                .prepareStatement("select payload from tidemark_probe.bench where run = 0 and id = ?");
        return () -> {
            statement.setLong(1, 1 + random.nextInt(ROWS));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                row.getString(1);
            }
        };
    }

    /** In pairs of runs, the first of each pair in turn; the first pair is warm-up for both. */
    @Test
    void pointReadBesidePgbench() throws Exception {
        try (DebianPostgres server = new DebianPostgres();
                Cores _ = new Cores(server.pid());
                SessionPool pool = new SessionPool(server.target(), 2, true)) {
            server.pgbench("-i", "-q", "-s", "1");
            List<String> lines = new ArrayList<>();
            for (int pair = 0; pair <= PAIRS; pair++) {
                boolean first = pair % 2 == 0;
                double before = first ? pgbench(server, pair) : 0;
                double our = pointRead(pool);
                double their = first ? before : pgbench(server, pair);
                if (pair > 0) {
                    lines.add(String.format("%4d %12.1f %14.2f %8.3f", pair, their, our, our / their));
                }
            }
            System.out.printf("%4s %12s %14s %8s%n", "pair", "pgbench us", "point-read us", "ratio");
            lines.forEach(System.out::println);
        }
    }

    private static double pgbench(DebianPostgres server, int pair) throws Exception {
        String prefix = "pair-" + pair;
        server.pgbench("-S", "-M", "prepared", "-c", "1", "-n", "-T", Integer.toString(SECONDS), "-l",
                "--log-prefix=" + prefix);
        return Alternation.median(PgbenchLog.latencies(server.directory(), prefix));
    }

    private static double pointRead(SessionPool pool) throws Exception {
        Load load = new Load(1, 1, Pace.Closed.AT_ONCE, new Profile.Sustained(),
                Load.Length.of(Duration.ofSeconds(SECONDS)), new Load.Warmup(0, true), PGBENCH_ROWS,
                Duration.ofSeconds(60L + SECONDS), Faults.NONE);
        Run run = TestProbes.engine()
                .run(new Plan("bench", () -> Bench.workload("point-read"), pool, null, load, null)).run();
        if (!run.outcome().equals(new Outcome.Succeeded()) || run.failures() > 0) {
            throw new IllegalStateException(run.outcome() + " " + run.errors());
        }
        return run.latency().percentile(50) * 1e6;
    }
}
