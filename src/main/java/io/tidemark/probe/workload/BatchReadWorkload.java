package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Reads 10 rows from anywhere in the table with one query. */
class BatchReadWorkload extends ReadingWorkload {

    private static final int ROWS = 10;

    BatchReadWorkload() {
        super(Traits.reading("batch-read", "Reads 10 rows from anywhere in the table with one query.")
                .operations("batch_read").phases("execute", "fetch").rows(1000, ROWS), "p95 < 100ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(assignment));
    }

    private String select(Assignment assignment) {
        return "select id, payload from " + table(assignment).sql() + " where "
                + Sql.of(assignment.target()).keys(0, "?" + ", ?".repeat(ROWS - 1));
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement select = statement(session, select(assignment));
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        boolean ours = ours(assignment);
        long[] wanted = new long[ROWS];
        long[] found = new long[ROWS];
        return Prepared.of(watch -> {
            choose(wanted, random, assignment.rows());
            watch.start();
            for (int i = 0; i < ROWS; i++) {
                select.setLong(i + 1, wanted[i]);
            }
            int count = read(select, found, ours, watch);
            watch.stop("batch_read", "fetch");
            if (count != ROWS || !Arrays.equals(wanted, found)) {
                evidence.found("queries did not return the rows asked for",
                        "rows " + Arrays.toString(found) + " instead of " + Arrays.toString(wanted));
            }
        }, select);
    }

    /** One of each tenth of the table, in order, so that none comes twice. */
    private static void choose(long[] ids, SplittableRandom random, int rows) {
        int part = rows / ROWS;
        for (int i = 0; i < ROWS; i++) {
            ids[i] = 1L + (long) i * part + random.nextInt(part);
        }
    }

    private static int read(PreparedStatement select, long[] found, boolean ours, Stopwatch watch)
            throws SQLException {
        int count = 0;
        try (ResultSet row = select.executeQuery()) {
            watch.lap("execute");
            while (row.next() && count < ROWS) {
                long id = row.getLong(1);
                found[count++] = !ours || Payload.is(id, row.getString(2)) ? id : 0;
            }
        }
        Arrays.sort(found);
        return count;
    }
}
