package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Target;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Inserts one row and commits. */
final class InsertWorkload extends DatabaseWorkload {

    private static final Traits TRAITS = Traits.writing("insert", "Inserts one row and commits.").operations("insert")
            .phases("execute");

    private final AtomicLong tried = new AtomicLong();
    private final LongAdder confirmed = new LongAdder();

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of("p95 < 20ms for 1m as warning");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(OwnTable.of(assignment).insert());
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareEmpty(session, assignment);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Insert(OwnTable.of(assignment).insert(session, assignment));
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws SQLException {
        long kept = OwnTable.of(assignment).count(session, assignment, "id > 0");
        // An insert without an answer may or may not have been kept.
        return new Verification.Findings()
                .check(kept >= confirmed.sum(),
                        "only " + kept + " of " + confirmed.sum() + " confirmed inserts were kept")
                .check(kept <= tried.get(), kept + " rows were kept of " + tried.get() + " inserts").verification();
    }

    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws SQLException {
        OwnTable.of(assignment).removeRun(session, assignment);
    }

    private final class Insert implements Operation {

        private final PreparedStatement statement;

        Insert(PreparedStatement statement) {
            this.statement = statement;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            long id = tried.incrementAndGet();
            String payload = Payload.of(id);
            watch.start();
            statement.setLong(2, id);
            statement.setString(4, payload);
            statement.executeUpdate();
            watch.stop("insert", "execute");
            confirmed.increment();
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
