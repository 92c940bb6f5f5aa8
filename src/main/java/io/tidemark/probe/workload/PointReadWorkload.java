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
final class PointReadWorkload implements Workload<DatabaseSession> {

    private final LongAdder wrong = new LongAdder();

    @Override
    public String name() {
        return "point-read";
    }

    @Override
    public Class<DatabaseSession> on() {
        return DatabaseSession.class;
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public List<String> operations() {
        return List.of("read");
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of("p95 < 10ms for 1m as warning");
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        table(assignment).prepareRows(session, assignment);
    }

    private static ProbeTable table(Assignment assignment) {
        return new ProbeTable(assignment.probe(), assignment.target());
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Read(statement(session, table(assignment)), assignment, assignment.seed(worker));
    }

    static PreparedStatement statement(DatabaseSession session, ProbeTable table) throws SQLException {
        return session.connection().prepareStatement("select payload from " + table.sql()
                + " where run = 0 and id = ?");
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " reads did not return the row that was written").verification();
    }

    /** The rows stay for the next run: a table that comes and goes would be a burden on the server. */
    @Override
    public void clean(DatabaseSession session, Assignment assignment) {}

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
