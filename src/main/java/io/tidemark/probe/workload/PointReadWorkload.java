package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Reads one row by its primary key. */
final class PointReadWorkload extends DatabaseWorkload {

    private static final Traits TRAITS = Traits.reading("point-read", "Reads one row by its primary key.")
            .operations("read")
            .phases("execute");

    private final LongAdder wrong = new LongAdder();

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of("p95 < 10ms for 1m as warning");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(OwnTable.of(assignment)));
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareRows(session, assignment);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Read(statement(session, OwnTable.of(assignment)), assignment, assignment.seed(worker));
    }

    static PreparedStatement statement(DatabaseSession session, OwnTable table) throws SQLException {
        return session.connection().prepareStatement(select(table));
    }

    private static String select(OwnTable table) {
        return "select payload from " + table.sql() + " where run = 0 and id = ?";
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " reads did not return the row that was written").verification();
    }

    private final class Read implements Operation {

        private final PreparedStatement statement;
        private final int rows;
        /** Rows somebody else prepared hold what they hold. */
        private final boolean ours;
        private final SplittableRandom random;

        Read(PreparedStatement statement, Assignment assignment, long seed) {
            this.statement = statement;
            this.rows = assignment.rows();
            this.ours = assignment.target().writes();
            this.random = new SplittableRandom(seed);
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            long id = 1L + random.nextInt(rows);
            watch.start();
            statement.setLong(1, id);
            String payload;
            try (ResultSet row = statement.executeQuery()) {
                payload = row.next() ? row.getString(1) : null;
            }
            watch.stop("read", "execute");
            if (payload == null || (ours && !Payload.is(id, payload))) {
                wrong.increment();
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
