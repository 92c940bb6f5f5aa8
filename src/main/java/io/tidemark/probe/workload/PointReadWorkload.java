package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** Reads one row by its primary key. */
class PointReadWorkload extends ReadingWorkload {

    PointReadWorkload() {
        super(Traits.reading("point-read", "Reads one row by its primary key.").operations("read").phases("execute"),
                "p95 < 10ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(table(assignment)));
    }

    /** The query of a row, whose number is the parameter; for whoever else reads rows one by one. */
    static PreparedStatement statement(DatabaseSession session, OwnTable table) throws SQLException {
        return statement(session, select(table));
    }

    static String select(OwnTable table) {
        return "select payload from " + table.sql() + " where run = 0 and id = ?";
    }

    /** What a row holds; null without one. */
    static @Nullable String payload(PreparedStatement select, long id) throws SQLException {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement select = statement(session, table(assignment));
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        int rows = assignment.rows();
        boolean ours = ours(assignment);
        return Prepared.of(watch -> {
            long id = 1L + random.nextInt(rows);
            watch.start();
            String payload = payload(select, id);
            watch.stop("read", "execute");
            if (payload == null || (ours && !Payload.is(id, payload))) {
                evidence.found("reads did not return the row that was written", "row " + id);
            }
        }, select);
    }
}
