package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.DatabaseSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Inserts 100 rows at a time into a table with a unique column. Every run has a range of keys of its own; should one be
 * taken all the same, the rest of the hundred is inserted row by row and the conflict counted.
 */
class BulkInsertWorkload extends WritingWorkload {

    private static final int ROWS = 100;
    private static final Metric CONFLICTS = Metric.gauge("probe.conflicts", Unit.ONE, Better.LOWER,
            "Rows whose unique key was taken already");
    private static final Layout LAYOUT = Layout.of("code", "varchar(60) not null", sql -> sql.text("i"))
            .and("payload", "varchar(200) not null", Payload::sql).constraint("unique (code)");

    private final LongAdder conflicts = new LongAdder();

    BulkInsertWorkload() {
        super(Traits.writing("bulk-insert", "Inserts 100 rows at a time into a table with a unique column.")
                .operations("bulk_insert").phases("execute", "commit", "retry").measures(CONFLICTS).load(20, 1),
                "p95 < 2s", "violations < 1");
    }

    @Override
    OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "bulk", LAYOUT);
    }

    /** The key of a row: the run's range, and its number in it. */
    static String code(long run, long id) {
        return Long.toString(run, Character.MAX_RADIX) + "-" + id;
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
            if (insertAll(insert, assignment.run(), first)) {
                watch.lap("execute");
                connection.commit();
                watch.stop("bulk_insert", "commit");
                confirm(ROWS);
            } else {
                watch.lap("execute");
                connection.rollback();
                insertEach(insert, connection, assignment.run(), first);
                watch.stop("bulk_insert", "retry");
            }
        }, insert);
    }

    /** Tells whether no key was taken. */
    private static boolean insertAll(PreparedStatement insert, long run, long first) throws SQLException {
        try {
            for (long id = first; id < first + ROWS; id++) {
                bind(insert, run, id);
                insert.addBatch();
            }
            insert.executeBatch();
            return true;
        } catch (SQLException e) {
            insert.clearBatch();
            return conflict(e);
        }
    }

    private void insertEach(PreparedStatement insert, Connection connection, long run, long first)
            throws SQLException {
        for (long id = first; id < first + ROWS; id++) {
            try {
                bind(insert, run, id);
                insert.executeUpdate();
                connection.commit();
                confirm(1);
            } catch (SQLException e) {
                conflict(e);
                connection.rollback();
                conflicts.increment();
            }
        }
    }

    private static void bind(PreparedStatement insert, long run, long id) throws SQLException {
        insert.setLong(2, id);
        insert.setString(4, code(run, id));
        insert.setString(5, Payload.of(id));
    }

    /** @return false, so that it can stand where a success would be true */
    private static boolean conflict(SQLException failure) throws SQLException {
        if (failure.getSQLState() == null || !failure.getSQLState().startsWith("23")) {
            throw failure;
        }
        return false;
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        long twice = number(session, "select count(*) - count(distinct code) from " + table(assignment).sql()
                + " where run = " + assignment.run());
        evidence.check(twice == 0, twice + " keys of the unique column are there twice").measure("conflicts",
                conflicts.sum());
        return super.verify(session, assignment, measured);
    }
}
