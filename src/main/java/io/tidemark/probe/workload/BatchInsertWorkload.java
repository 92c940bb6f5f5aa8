package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Inserts 10 rows in one JDBC batch, and commits them together. */
class BatchInsertWorkload extends WritingWorkload {

    private static final int ROWS = 10;

    BatchInsertWorkload() {
        super(Traits.writing("batch-insert", "Inserts 10 rows in one JDBC batch and commits them together.")
                .operations("batch_insert").phases("execute", "commit"), "p95 < 200ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("begin", table(assignment).insert() + " (a batch of " + ROWS + ")", "commit");
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement insert = table(assignment).insert(session, assignment);
        Connection connection = session.connection();
        return Prepared.inTransactions(connection, watch -> {
            long first = next(ROWS);
            watch.start();
            for (long id = first; id < first + ROWS; id++) {
                insert.setLong(2, id);
                insert.setString(4, Payload.of(id));
                insert.addBatch();
            }
            insert.executeBatch();
            watch.lap("execute");
            connection.commit();
            watch.stop("batch_insert", "commit");
            confirm(ROWS);
        }, insert);
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        long kept = table(assignment).count(session, assignment, "id > 0");
        evidence.check(kept % ROWS == 0, "of a batch of " + ROWS + " rows only " + kept % ROWS + " were kept");
        return super.verify(session, assignment, measured);
    }
}
