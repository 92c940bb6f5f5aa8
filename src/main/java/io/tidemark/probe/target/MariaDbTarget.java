package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A MariaDB or MySQL database. */
public final class MariaDbTarget implements DatabaseTarget {

    /** Names in double quotes and texts joined by `||`, as elsewhere; nothing is cut off or guessed in silence. */
    private static final String MODE = "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES,"
            + "NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";
    private static final int MOST_NUMBERS = 1_000_000;
    /** A session the server has not heard of for two minutes is one that nobody uses any more. */
    private static final int IDLE_SECONDS = 120;

    private final String name;
    private final MariaDbUrl url;
    private final Access access;
    /** Not asked for again before the next connection: each denial is counted by the server. */
    private volatile boolean lagDenied;

    MariaDbTarget(String name, MariaDbUrl url, Access access) {
        this.name = name;
        this.url = url;
        this.access = access;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean writes() {
        return access.writes();
    }

    @Override
    public DatabaseSession open(Duration limit) throws SQLException {
        Connection connection = connect(access.limits().connecting(limit));
        Socket socket = CuttableSockets.takeNewest();
        lagDenied = false;
        DatabaseSession session = new DatabaseSession(connection, Dialect.MARIADB, access.limits(), () -> cut(socket));
        try {
            session.limit(limit);
            session.execute(MODE, "SET SESSION wait_timeout = " + IDLE_SECONDS,
                    "SET SESSION " + (DatabaseSession.isMySql(connection)
                            ? "cte_max_recursion_depth"
                            : "max_recursive_iterations") + " = " + MOST_NUMBERS);
            if (!access.writes()) {
                session.execute("SET SESSION TRANSACTION READ ONLY");
            }
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private static void cut(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // Already gone, which is what was wanted.
        }
    }

    private Connection connect(Duration limit) throws SQLException {
        long from = System.nanoTime();
        try {
            return DriverManager.getConnection(url.toString(), properties(limit));
        } catch (SQLException e) {
            CuttableSockets.takeNewest();
            // The driver says "socket error" for both, and only one of them is a time-out.
            if (System.nanoTime() - from >= limit.toNanos()) {
                throw new SQLTimeoutException("no connection within the deadline", "08001", e);
            }
            throw e;
        }
    }

    private Properties properties(Duration limit) {
        Properties properties = new Properties();
        properties.putAll(url.parameters());
        properties.putAll(access.properties());
        String millis = Long.toString(limit.toMillis());
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("socketTimeout", millis);
        properties.setProperty("socketFactory", CuttableSockets.class.getName());
        properties.setProperty("connectionAttributes", "program_name:tidemark");
        properties.setProperty("autocommit", "true");
        // A server must not send us elsewhere, nor read our files.
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("allowLocalInfile", "false");
        // Prepared by the server, as on the other databases; a run closes its own.
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("cachePrepStmts", "false");
        return properties;
    }

    @Override
    public List<Metric> vitalSigns() {
        return Vitals.OF_DATABASE;
    }

    @Override
    public Optional<Vitals> vitals(Session session) throws SQLException {
        Connection connection = ((DatabaseSession) session).connection();
        Map<Metric, Double> readings = MariaDbVitals.read(connection);
        if (!lagDenied) {
            addLag(connection, readings);
        }
        return Optional.of(new Vitals(readings));
    }

    private void addLag(Connection connection, Map<Metric, Double> readings) {
        try {
            MariaDbVitals.addLag(connection, readings);
        } catch (SQLException e) {
            lagDenied = explain(e).kind() != Failure.Kind.TIMEOUT;
        }
    }

    @Override
    public Failure explain(Throwable failure) {
        return new JdbcFailures(name, url.host().toString(), access.username()).explain(failure);
    }

    @Override
    public String toString() {
        return name + " at " + url;
    }
}
