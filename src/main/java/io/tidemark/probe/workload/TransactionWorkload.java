package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes two rows in one transaction. Three of four commit; one rolls back and must leave nothing. Rows that must stay
 * have positive numbers, rows that must not have negative ones.
 */
class TransactionWorkload extends DatabaseWorkload {

    private static final int ROLLED_BACK = 4;
    private static final Traits TRAITS = Traits.writing("transaction",
            "Inserts two rows in one transaction; one of four rolls back and must leave nothing.")
            .operations("commit", "rollback").phases("execute", "commit", "rollback");

    private final AtomicLong tried = new AtomicLong();
    private final LongAdder committing = new LongAdder();
    private final LongAdder committed = new LongAdder();

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of("throughput > 100/s for 1m as warning", "violations < 1 for 1m as warning");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("begin", OwnTable.of(assignment).insert(), OwnTable.of(assignment).insert(),
                "commit or rollback");
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareEmpty(session, assignment);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        session.connection().setAutoCommit(false);
        return new Transaction(session.connection(), OwnTable.of(assignment).insert(session, assignment));
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws SQLException {
        OwnTable table = OwnTable.of(assignment);
        long undone = table.count(session, assignment, "id < 0");
        long firsts = table.count(session, assignment, "id > 0 and mod(id, 2) = 0");
        long seconds = table.count(session, assignment, "id > 0 and mod(id, 2) = 1");
        // A commit without an answer may or may not have been kept.
        return new Verification.Findings()
                .check(undone == 0, undone + " rows of rolled back transactions were kept")
                .check(firsts == seconds, "of " + Math.abs(firsts - seconds) + " transactions only a half was kept")
                .check(firsts >= committed.sum(),
                        "only " + firsts + " of " + committed.sum() + " committed transactions were kept")
                .check(firsts <= committing.sum(),
                        firsts + " transactions were kept of " + committing.sum() + " that were to be committed")
                .verification();
    }

    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws SQLException {
        OwnTable.of(assignment).removeRun(session, assignment);
    }

    private final class Transaction implements Operation {

        private final Connection connection;
        private final PreparedStatement insert;

        Transaction(Connection connection, PreparedStatement insert) {
            this.connection = connection;
            this.insert = insert;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            long number = tried.incrementAndGet();
            boolean commit = number % ROLLED_BACK != 0;
            try {
                if (commit) {
                    commit(watch, number);
                } else {
                    rollback(watch, number);
                }
            } catch (SQLException e) {
                giveUp(e);
                throw e;
            }
        }

        private void commit(Stopwatch watch, long number) throws SQLException {
            String payload = Payload.of(number);
            committing.increment();
            watch.start();
            insert(2 * number, payload);
            insert(2 * number + 1, payload);
            watch.lap("execute");
            connection.commit();
            watch.stop("commit", "commit");
            committed.increment();
        }

        private void rollback(Stopwatch watch, long number) throws SQLException {
            String payload = Payload.of(number);
            watch.start();
            insert(-2 * number, payload);
            insert(-2 * number - 1, payload);
            watch.lap("execute");
            connection.rollback();
            watch.stop("rollback", "rollback");
        }

        private void insert(long id, String payload) throws SQLException {
            insert.setLong(2, id);
            insert.setString(4, payload);
            insert.executeUpdate();
        }

        private void giveUp(SQLException failure) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }

        @Override
        public void close() throws SQLException {
            insert.close();
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
