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
final class Query100Workload extends DatabaseWorkload {

    private static final int ROWS = 100;
    private static final Traits TRAITS = Traits.reading("query-100", "Reads 100 neighbouring rows, in order.")
            .operations("query").phases("execute", "fetch").rows(1000, ROWS);

    private final LongAdder wrong = new LongAdder();

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of("p95 < 500ms for 1m as warning");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(assignment));
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareRows(session, assignment);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement statement = session.connection().prepareStatement(select(assignment));
        return new Query(statement, assignment, assignment.seed(worker));
    }

    private static String select(Assignment assignment) {
        return "select id, payload from " + OwnTable.of(assignment).sql()
                + " where run = 0 and id between ? and ? order by id";
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " queries did not return the 100 rows that were written")
                .verification();
    }

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
            int right = read(first, watch);
            watch.stop("query", "fetch");
            if (right != ROWS) {
                wrong.increment();
            }
        }

        private int read(long first, Stopwatch watch) throws SQLException {
            int right = 0;
            try (ResultSet row = statement.executeQuery()) {
                watch.lap("execute");
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
