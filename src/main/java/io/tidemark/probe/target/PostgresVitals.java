package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads PostgreSQL's cumulative statistics, in one statement that every role may run (chapter "Monitoring Database
 * Activity" of its manual). How far replicas are behind a primary is told to members of `pg_monitor` only.
 */
final class PostgresVitals {

    private static final int EVICTIONS_SINCE = 16;
    private static final List<Metric> COLUMNS = List.of(Vitals.CONNECTIONS, Vitals.MOST_CONNECTIONS, Vitals.HITS,
            Vitals.MISSES, Vitals.COMMITS, Vitals.ROLLBACKS, Vitals.WAITING, Vitals.LAG, Vitals.EVICTIONS);
    private static final String STATEMENT = """
            select sum(numbackends), current_setting('max_connections')::int, sum(blks_hit), sum(blks_read),
                   sum(xact_commit), sum(xact_rollback), (select count(*) from pg_locks where not granted),
                   case when not pg_is_in_recovery() then
                          (select max(case when state is not null then coalesce(extract(epoch from replay_lag), 0) end)
                           from pg_stat_replication)
                        when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                        else extract(epoch from now() - pg_last_xact_replay_timestamp()) end,\s""";

    private PostgresVitals() {}

    static Vitals read(Connection connection) throws SQLException {
        String evictions = connection.getMetaData().getDatabaseMajorVersion() < EVICTIONS_SINCE
                ? "null::numeric"
                : "(select sum(evictions) from pg_stat_io)";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATEMENT + evictions + " from pg_stat_database")) {
            row.next();
            Map<Metric, Double> readings = new LinkedHashMap<>();
            for (int i = 0; i < COLUMNS.size(); i++) {
                double value = row.getDouble(i + 1);
                if (!row.wasNull()) {
                    readings.put(COLUMNS.get(i), value);
                }
            }
            return new Vitals(readings);
        }
    }
}
