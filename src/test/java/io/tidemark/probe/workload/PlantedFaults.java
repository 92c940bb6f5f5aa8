package io.tidemark.probe.workload;

import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.SessionPool;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;

/** A workload on tables with a fault planted in it, which its verification must find. */
abstract class PlantedFaults {

    @TempDir
    private Path data;

    static String insert(Assignment a, OwnTable table, long id, String payload) {
        return "insert into " + table.sql() + " (run, id, instance, payload) values (" + a.run() + ", " + id + ", '"
                + a.instance() + "', " + payload + ")";
    }

    static long count(DatabaseSession session, String table) throws SQLException {
        return TableWorkload.number(session, "select count(*) from " + table);
    }

    static List<String> names(DatabaseSession session, String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                names.add('"' + row.getString(1) + '"');
            }
        }
        return names;
    }

    /** 40 measured operations of one worker after the cold call, on 1,000 rows. */
    final Run run(Supplier<? extends Workload<?>> workload) throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("h2", data), 2, true)) {
            return TestProbes.engine().run(new Plan("orders", workload, pool, null,
                    Load.closed(1, 40, 0, 1_000, Duration.ofSeconds(30)), null)).run();
        }
    }
}
