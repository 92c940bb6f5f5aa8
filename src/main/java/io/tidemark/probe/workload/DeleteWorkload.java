package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Deletes one row by its primary key and commits. The rows are laid in beforehand, outside of what is timed. */
class DeleteWorkload extends WritingWorkload {

    /** Rows laid in at a time. */
    private static final int STOCK = 50;

    private final LongAdder tries = new LongAdder();
    private final LongAdder deleted = new LongAdder();

    DeleteWorkload() {
        super(Traits.writing("delete", "Deletes one row by its primary key and commits.").operations("delete")
                .phases("execute"), "p95 < 30ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("delete from " + table(assignment).sql() + " where run = ? and id = ?");
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement delete = statement(session, statements(assignment).getFirst());
        delete.setLong(1, assignment.run());
        return new Delete(delete, stock(session, assignment));
    }

    private PreparedStatement stock(DatabaseSession session, Assignment assignment) throws SQLException {
        Sql sql = new Sql(session.dialect());
        return statement(session,
                "insert into " + table(assignment).sql() + " (run, id, instance, payload) select " + assignment.run()
                        + ", i, '" + assignment.instance() + "', " + Payload.sql(sql) + " from " + sql.numbers());
    }

    /** What was laid in and not deleted is still there, and nothing else. */
    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws SQLException {
        long left = table(assignment).count(session, assignment, "id > 0");
        // Neither is known of what had no answer.
        return evidence.check(left <= tried() - deleted.sum(),
                left + " rows are left of " + tried() + " although " + deleted.sum() + " were deleted")
                .check(left >= confirmed() - tries.sum(), "only " + left + " rows are left of " + confirmed()
                        + " although " + tries.sum() + " were deleted at most")
                .verification();
    }

    private final class Delete implements Operation {

        private final PreparedStatement delete;
        private final PreparedStatement stock;
        private long next;
        private long last = -1;

        Delete(PreparedStatement delete, PreparedStatement stock) {
            this.delete = delete;
            this.stock = stock;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            if (next > last) {
                layIn();
            }
            long id = next++;
            tries.increment();
            watch.start();
            delete.setLong(2, id);
            int count = delete.executeUpdate();
            watch.stop("delete", "execute");
            if (count == 1) {
                deleted.increment();
            } else {
                evidence.found("deletes found no row", "row " + id);
            }
        }

        private void layIn() throws SQLException {
            long first = next(STOCK);
            stock.setLong(1, first);
            stock.setLong(2, first + STOCK - 1);
            stock.executeUpdate();
            confirm(STOCK);
            next = first;
            last = first + STOCK - 1;
        }

        @Override
        public void close() throws SQLException {
            delete.close();
            stock.close();
        }
    }
}
