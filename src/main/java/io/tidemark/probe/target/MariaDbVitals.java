package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the status variables of MariaDB and MySQL, which every user may see. How far a replica is behind needs `REPLICA
 * MONITOR` on MariaDB, `REPLICATION CLIENT` on MySQL.
 */
final class MariaDbVitals {

    private static final Map<String, Metric> STATUS = Map.of("threads_connected", Vitals.CONNECTIONS,
            "innodb_buffer_pool_reads", Vitals.MISSES, "innodb_buffer_pool_pages_lru_freed", Vitals.EVICTIONS,
            "innodb_buffer_pool_bytes_data", Vitals.MEMORY, "handler_commit", Vitals.COMMITS, "handler_rollback",
            Vitals.ROLLBACKS, "innodb_row_lock_current_waits", Vitals.WAITING);
    /** Lookups, found or not. */
    private static final String LOOKUPS = "innodb_buffer_pool_read_requests";
    private static final String STATUS_STATEMENT = "show global status where lower(variable_name) in ('"
            + STATUS.keySet().stream().sorted().collect(Collectors.joining("', '")) + "', '" + LOOKUPS + "')";
    private static final String LIMITS_STATEMENT = "select @@global.max_connections, @@global.innodb_buffer_pool_size";

    private MariaDbVitals() {}

    /** What every user may see. */
    static Map<Metric, Double> read(Connection connection) throws SQLException {
        Map<Metric, Double> readings = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(STATUS_STATEMENT)) {
                while (row.next()) {
                    Metric metric = STATUS.getOrDefault(row.getString(1).toLowerCase(Locale.ROOT),
                            Vitals.HITS);
                    readings.put(metric, row.getDouble(2));
                }
            }
            try (ResultSet row = statement.executeQuery(LIMITS_STATEMENT)) {
                row.next();
                readings.put(Vitals.MOST_CONNECTIONS, row.getDouble(1));
                readings.put(Vitals.MOST_MEMORY, row.getDouble(2));
            }
        }
        readings.computeIfPresent(Vitals.HITS,
                (_, lookups) -> Math.max(0, lookups - readings.getOrDefault(Vitals.MISSES, 0.0)));
        return readings;
    }

    /** Adds how far this replica is behind, when it is one and says so. */
    static void addLag(Connection connection, Map<Metric, Double> readings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show replica status")) {
            if (row.next()) {
                double seconds = row
                        .getDouble(DatabaseSession.isMySql(connection)
                                ? "Seconds_Behind_Source"
                                : "Seconds_Behind_Master");
                if (!row.wasNull()) {
                    readings.put(Vitals.LAG, seconds);
                }
            }
        }
    }
}
