package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Inserts one row and commits. */
class InsertWorkload extends WritingWorkload {

    InsertWorkload() {
        super(Traits.writing("insert", "Inserts one row and commits.").operations("insert").phases("execute"),
                "p95 < 20ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(table(assignment).insert());
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement insert = table(assignment).insert(session, assignment);
        return Prepared.of(watch -> {
            long id = next(1);
            String payload = Payload.of(id);
            watch.start();
            insert.setLong(2, id);
            insert.setString(4, payload);
            insert.executeUpdate();
            watch.stop("insert", "execute");
            confirm(1);
        }, insert);
    }
}
