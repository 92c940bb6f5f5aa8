package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** Reads 100 neighbouring rows, in order. */
final class Query100Workload implements Workload<DatabaseSession> {

    private static final int ROWS = 100;

    private final LongAdder wrong = new LongAdder();

    @Override
    public String name() {
        return "query-100";
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
        return List.of("query");
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of("p95 < 500ms for 1m as warning");
    }

    @Override
    public int leastRows() {
        return ROWS;
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
        PreparedStatement statement = session.connection().prepareStatement("select id, payload from "
                + table(assignment).sql() + " where run = 0 and id between ? and ? order by id");
        return new Query(statement, assignment, assignment.seed(worker));
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " queries did not return the 100 rows that were written")
                .verification();
    }

    /** The rows stay for the next run: a table that comes and goes would be a burden on the server. */
    @Override
    public void clean(DatabaseSession session, Assignment assignment) {}

    private final class Query implements Operation {

        private final PreparedStatement statement;
        private final int starts;
        /** Rows somebody else prepared hold what they hold. */
        private final boolean ours;
        private final SplittableRandom random;

        Query(PreparedStatement statement, Assignment assignment, long seed) {
            this.statement = statement;
            this.starts = assignment.rows() - ROWS + 1;
            this.ours = assignment.target().writes();
            this.random = new SplittableRandom(seed);
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            long first = 1L + random.nextInt(starts);
            watch.start();
            statement.setLong(1, first);
            statement.setLong(2, first + ROWS - 1);
            int right = read(first);
            watch.stop("query", "execute");
            if (right != ROWS) {
                wrong.increment();
            }
        }

        private int read(long first) throws SQLException {
            int right = 0;
            try (ResultSet row = statement.executeQuery()) {
                for (long id = first; row.next(); id++) {
                    right += row.getLong(1) == id && isRight(id, row.getString(2)) ? 1 : 0;
                }
            }
            return right;
        }

        private boolean isRight(long id, @Nullable String payload) {
            return ours ? Payload.is(id, payload) : payload != null;
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
