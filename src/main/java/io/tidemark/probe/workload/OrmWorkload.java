package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.jpa.JpaTable;
import io.tidemark.probe.target.DatabaseSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the same rows by plain JDBC and by Spring Data JPA, in turns and on the same connection, so that the
 * cost of the mapping shows. Both read by the primary key, and both write in a transaction of its own.
 */
class OrmWorkload extends DatabaseWorkload {

    private static final Traits TRAITS = Traits.writing("orm",
            "Reads and writes rows by plain JDBC and by Spring Data JPA, in turns, to tell what the mapping costs.")
            .operations("jdbc-read", "jpa-read", "jdbc-write", "jpa-write").phases("execute").load(400, 1)
            .measures(Metric.gauge("probe.read_overhead", Unit.ONE, Better.LOWER,
                    "Median read through JPA over median read through JDBC"),
                    Metric.gauge("probe.write_overhead", Unit.ONE, Better.LOWER,
                            "Median write through JPA over median write through JDBC"));

    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder wrong = new LongAdder();
    private final LongAdder jdbcWritten = new LongAdder();
    private final LongAdder jpaWritten = new LongAdder();
    private volatile @Nullable JpaTable mapped;

    OrmWorkload() {
        super(TRAITS, "violations < 1");
    }

    /** Enough for the compiler to have seen both ways. */
    @Override
    public int leastWarmup(int rows) {
        return 400;
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(assignment), "begin", OwnTable.of(assignment).insert(), "commit",
                "the same by Spring Data JPA");
    }

    private static String select(Assignment assignment) {
        return "select run, id, instance, payload from " + OwnTable.of(assignment).sql() + " where run = ? and id = ?";
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareRows(session, assignment);
        // A table that is not split into parts is called as the probe.
        mapped = new JpaTable(session.connection(), OwnTable.SCHEMA, assignment.probe());
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Turns(session, assignment, rows(session), worker);
    }

    JpaTable.Rows rows(DatabaseSession session) throws SQLException {
        return Objects.requireNonNull(mapped).rows(session.connection());
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws SQLException {
        OwnTable table = OwnTable.of(assignment);
        long jdbc = table.count(session, assignment, "mod(id, 2) = 0");
        long jpa = table.count(session, assignment, "mod(id, 2) = 1");
        // A commit without an answer may or may not have been kept.
        List<String> violations = new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " reads did not return the row that was written")
                .check(jdbc >= jdbcWritten.sum(), "only " + jdbc + " of " + jdbcWritten.sum()
                        + " rows written by JDBC were kept")
                .check(jpa >= jpaWritten.sum(), "only " + jpa + " of " + jpaWritten.sum()
                        + " rows written by JPA were kept")
                .verification().violations();
        return new Verification(violations, overheads(measured));
    }

    private static Map<String, Double> overheads(Measured measured) {
        Map<String, Double> overheads = new HashMap<>();
        for (String what : List.of("read", "write")) {
            double jdbc = measured.operation("jdbc-" + what).percentile(50);
            double jpa = measured.operation("jpa-" + what).percentile(50);
            if (jdbc > 0 && jpa > 0) {
                overheads.put(what + "_overhead", jpa / jdbc);
            }
        }
        return overheads;
    }

    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws SQLException {
        JpaTable used = mapped;
        if (used != null) {
            used.close();
        }
        OwnTable.of(assignment).removeRun(session, assignment);
    }

    private final class Turns implements Operation {

        private final Connection connection;
        private final PreparedStatement select;
        private final PreparedStatement insert;
        private final JpaTable.Rows rows;
        private final Assignment assignment;
        private final SplittableRandom random;
        private int turn;

        Turns(DatabaseSession session, Assignment assignment, JpaTable.Rows rows, int worker) throws SQLException {
            this.connection = session.connection();
            this.select = connection.prepareStatement(select(assignment));
            this.insert = OwnTable.of(assignment).insert(session, assignment);
            this.rows = rows;
            this.assignment = assignment;
            this.random = new SplittableRandom(assignment.seed(worker));
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            switch (turn++ % 4) {
                case 0 -> jdbcRead(watch);
                case 1 -> jpaRead(watch);
                case 2 -> jdbcWrite(watch);
                default -> jpaWrite(watch);
            }
        }

        private void jdbcRead(Stopwatch watch) throws SQLException {
            long id = 1L + random.nextInt(assignment.rows());
            String payload = null;
            watch.start();
            select.setLong(1, 0);
            select.setLong(2, id);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    row.getLong(1);
                    row.getLong(2);
                    row.getString(3);
                    payload = row.getString(4);
                }
            }
            watch.stop("jdbc-read", "execute");
            check(id, payload);
        }

        private void jpaRead(Stopwatch watch) {
            long id = 1L + random.nextInt(assignment.rows());
            watch.start();
            String payload = rows.payload(0, id);
            watch.stop("jpa-read", "execute");
            check(id, payload);
        }

        private void check(long id, @Nullable String payload) {
            if (!Payload.is(id, payload)) {
                wrong.increment();
            }
        }

        private void jdbcWrite(Stopwatch watch) throws SQLException {
            long id = 2 * numbers.incrementAndGet();
            String payload = Payload.of(id);
            watch.start();
            connection.setAutoCommit(false);
            try {
                insert.setLong(2, id);
                insert.setString(4, payload);
                insert.executeUpdate();
                connection.commit();
            } catch (SQLException e) {
                giveUp(e);
                throw e;
            }
            connection.setAutoCommit(true);
            watch.stop("jdbc-write", "execute");
            jdbcWritten.increment();
        }

        private void giveUp(SQLException failure) {
            try {
                connection.rollback();
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }

        private void jpaWrite(Stopwatch watch) {
            long id = 2 * numbers.incrementAndGet() + 1;
            String payload = Payload.of(id);
            watch.start();
            rows.insert(assignment.run(), id, assignment.instance(), payload);
            watch.stop("jpa-write", "execute");
            jpaWritten.increment();
        }

        @Override
        public void close() throws SQLException {
            rows.close();
            select.close();
            insert.close();
        }
    }
}
