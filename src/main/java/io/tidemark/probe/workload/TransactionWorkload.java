package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes two rows in one transaction. Three of four commit; one rolls back and must leave nothing. Rows that must stay
 * have positive numbers, rows that must not have negative ones.
 */
class TransactionWorkload extends WritingWorkload {

    private static final int ROLLED_BACK = 4;

    private final LongAdder committing = new LongAdder();

    TransactionWorkload() {
        super(Traits.writing("transaction",
                "Inserts two rows in one transaction; one of four rolls back and must leave nothing.")
                .operations("commit", "rollback").phases("execute", "commit", "rollback"), "throughput > 100/s",
                "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("begin", table(assignment).insert(), table(assignment).insert(), "commit or rollback");
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        Connection connection = session.connection();
        PreparedStatement insert = table(assignment).insert(session, assignment);
        return Prepared.inTransactions(connection, watch -> {
            long number = next(1);
            if (number % ROLLED_BACK != 0) {
                commit(connection, insert, watch, number);
            } else {
                rollback(connection, insert, watch, number);
            }
        }, insert);
    }

    private void commit(Connection connection, PreparedStatement insert, Stopwatch watch, long number)
            throws SQLException {
        String payload = Payload.of(number);
        committing.increment();
        watch.start();
        insert(insert, 2 * number, payload);
        insert(insert, 2 * number + 1, payload);
        watch.lap("execute");
        connection.commit();
        watch.stop("commit", "commit");
        confirm(1);
    }

    private static void rollback(Connection connection, PreparedStatement insert, Stopwatch watch, long number)
            throws SQLException {
        String payload = Payload.of(number);
        watch.start();
        insert(insert, -2 * number, payload);
        insert(insert, -2 * number - 1, payload);
        watch.lap("execute");
        connection.rollback();
        watch.stop("rollback", "rollback");
    }

    private static void insert(PreparedStatement insert, long id, String payload) throws SQLException {
        insert.setLong(2, id);
        insert.setString(4, payload);
        insert.executeUpdate();
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws SQLException {
        OwnTable table = table(assignment);
        long undone = table.count(session, assignment, "id < 0");
        long firsts = table.count(session, assignment, "id > 0 and mod(id, 2) = 0");
        long seconds = table.count(session, assignment, "id > 0 and mod(id, 2) = 1");
        // A commit without an answer may or may not have been kept.
        return evidence.check(undone == 0, undone + " rows of rolled back transactions were kept")
                .check(firsts == seconds, "of " + Math.abs(firsts - seconds) + " transactions only a half was kept")
                .check(firsts >= confirmed(),
                        "only " + firsts + " of " + confirmed() + " committed transactions were kept")
                .check(firsts <= committing.sum(),
                        firsts + " transactions were kept of " + committing.sum() + " that were to be committed")
                .verification();
    }
}
