package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** Reads 25 rows one after another by their primary keys, as one operation. */
class Reads25Workload extends ReadingWorkload {

    private static final int READS = 25;

    Reads25Workload() {
        super(Traits.reading("reads-25",
                "Reads 25 rows one after another by their primary keys, as one operation.")
                .operations("reads").phases("execute"), "p95 < 50ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(assignment) + " (" + READS + " times)");
    }

    private String select(Assignment assignment) {
        return "select payload from " + table(assignment).sql() + " where run = 0 and id = ?";
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement select = statement(session, select(assignment));
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        boolean ours = ours(assignment);
        long[] ids = new long[READS];
        return Prepared.of(watch -> {
            for (int i = 0; i < READS; i++) {
                ids[i] = 1L + random.nextInt(assignment.rows());
            }
            int right = 0;
            watch.start();
            for (long id : ids) {
                String payload = read(select, id);
                right += ours ? Payload.is(id, payload) ? 1 : 0 : payload != null ? 1 : 0;
            }
            watch.stop("reads", "execute");
            if (right != READS) {
                evidence.found("operations did not read the rows that were written",
                        right + " of " + READS + " were right");
            }
        }, select);
    }

    private static @Nullable String read(PreparedStatement select, long id) throws SQLException {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
