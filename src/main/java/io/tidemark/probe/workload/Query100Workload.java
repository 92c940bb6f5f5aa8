package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** Reads 100 neighbouring rows, in order. */
class Query100Workload extends ReadingWorkload {

    private static final int ROWS = 100;

    Query100Workload() {
        super(Traits.reading("query-100", "Reads 100 neighbouring rows, in order.").operations("query")
                .phases("execute", "fetch").rows(1000, ROWS), "p95 < 500ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("select id, payload from " + table(assignment).sql()
                + " where run = 0 and id between ? and ? order by run, id");
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement select = statement(session, statements(assignment).getFirst());
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        int starts = assignment.rows() - ROWS + 1;
        boolean ours = ours(assignment);
        return Prepared.of(watch -> {
            long first = 1L + random.nextInt(starts);
            watch.start();
            select.setLong(1, first);
            select.setLong(2, first + ROWS - 1);
            int right = read(select, first, ours, watch);
            watch.stop("query", "fetch");
            if (right != ROWS) {
                evidence.found("queries did not return the 100 rows that were written",
                        right + " from row " + first + " were right");
            }
        }, select);
    }

    private static int read(PreparedStatement select, long first, boolean ours, Stopwatch watch)
            throws SQLException {
        int right = 0;
        try (ResultSet row = select.executeQuery()) {
            watch.lap("execute");
            for (long id = first; row.next(); id++) {
                right += row.getLong(1) == id && isRight(id, row.getString(2), ours) ? 1 : 0;
            }
        }
        return right;
    }

    private static boolean isRight(long id, @Nullable String payload, boolean ours) {
        return ours ? Payload.is(id, payload) : payload != null;
    }
}
