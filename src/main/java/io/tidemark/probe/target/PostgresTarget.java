package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A PostgreSQL database. */
public final class PostgresTarget implements DatabaseTarget {

    private final String name;
    private final PostgresUrl url;
    private final Access access;

    PostgresTarget(String name, PostgresUrl url, Access access) {
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
        DatabaseSession session = new DatabaseSession(connect(access.limits().connecting(limit)), Dialect.POSTGRESQL,
                access.limits());
        try {
            session.limit(limit);
            // Nothing of ours may resolve to an object somebody put in its way.
            session.execute("SET search_path = pg_catalog"
                    + (access.writes() ? "" : "; SET default_transaction_read_only = on"));
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private Connection connect(Duration limit) throws SQLException {
        long from = System.nanoTime();
        try {
            return DriverManager.getConnection(url.toString(), properties(limit));
        } catch (SQLException e) {
            // The driver says "unable to connect" for both, and only one of them is a time-out.
            if (System.nanoTime() - from >= limit.toNanos()) {
                throw new SQLTimeoutException("no connection within the deadline", "08001", e);
            }
            throw e;
        }
    }

    private Properties properties(Duration limit) {
        Properties properties = access.properties();
        String wholeSeconds = Long.toString(limit.plusMillis(999).toSeconds());
        properties.setProperty("connectTimeout", wholeSeconds);
        properties.setProperty("socketTimeout", wholeSeconds);
        properties.setProperty("loginTimeout", Double.toString(limit.toMillis() / 1e3));
        properties.setProperty("ApplicationName", "tidemark");
        properties.setProperty("tcpKeepAlive", "true");
        // Otherwise the first five executions of a run would take another path than the rest.
        properties.setProperty("prepareThreshold", url.parameters().getOrDefault("prepareThreshold", "1"));
        return properties;
    }

    @Override
    public List<Metric> vitalSigns() {
        return Vitals.OF_DATABASE;
    }

    @Override
    public Optional<Vitals> vitals(Session session) throws SQLException {
        return Optional.of(PostgresVitals.read(((DatabaseSession) session).connection()));
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
