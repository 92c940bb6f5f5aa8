package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

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
        return List.of(PointReadWorkload.select(table(assignment)) + " (" + READS + " times)");
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement select = PointReadWorkload.statement(session, table(assignment));
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
                String payload = PointReadWorkload.payload(select, id);
                right += ours ? Payload.is(id, payload) ? 1 : 0 : payload != null ? 1 : 0;
            }
            watch.stop("reads", "execute");
            if (right != READS) {
                evidence.found("operations did not read the rows that were written",
                        right + " of " + READS + " were right");
            }
        }, select);
    }
}
