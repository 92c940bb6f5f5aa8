package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Inserts 25 rows one after another, each committed by itself, as one operation. */
class Writes25Workload extends WritingWorkload {

    private static final int ROWS = 25;

    Writes25Workload() {
        super(Traits.writing("writes-25",
                "Inserts 25 rows one after another, each committed by itself, as one operation.")
                .operations("writes").phases("execute").load(40, 1), "p95 < 200ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(table(assignment).insert() + " (" + ROWS + " times)");
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement insert = table(assignment).insert(session, assignment);
        return Prepared.of(watch -> {
            long first = next(ROWS);
            watch.start();
            for (long id = first; id < first + ROWS; id++) {
                insert.setLong(2, id);
                insert.setString(4, Payload.of(id));
                insert.executeUpdate();
                confirm(1);
            }
            watch.stop("writes", "execute");
        }, insert);
    }
}
