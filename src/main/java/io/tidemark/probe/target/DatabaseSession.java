package io.tidemark.probe.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A JDBC connection whose calls end in time. */
public final class DatabaseSession implements Session {

    /** The server cancels at the limit; the socket gives up this much later, when the server is frozen. */
    private static final int SOCKET_GRACE_MILLIS = 250;

    private final Connection connection;
    private final Dialect dialect;
    private volatile boolean aborted;
    private Duration limit = Duration.ZERO;

    public DatabaseSession(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    public Connection connection() {
        return connection;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The longest a single call may take at present. */
    public Duration limit() {
        return limit;
    }

    @Override
    public void limit(Duration limit) throws SQLException {
        if (limit.equals(this.limit)) {
            return;
        }
        switch (dialect) {
            case POSTGRESQL -> limitPostgres(limit.toMillis());
            case H2 -> execute("SET QUERY_TIMEOUT " + limit.toMillis(), "SET LOCK_TIMEOUT " + limit.toMillis());
        }
        this.limit = limit;
    }

    private void limitPostgres(long millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(millis) + SOCKET_GRACE_MILLIS);
        execute("SET statement_timeout = " + millis + "; SET lock_timeout = " + millis
                + "; SET idle_in_transaction_session_timeout = " + 2 * millis);
    }

    /** Runs statements that return nothing. */
    public void execute(String... sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    @Override
    public boolean answers() {
        try {
            if (dialect == Dialect.H2) {
                // A database that closed itself, on a full disk say, still calls its sessions valid.
                execute("SELECT 1");
            }
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    @Override
    public boolean isBroken() {
        try {
            return aborted || connection.isClosed();
        } catch (SQLException _) {
            return true;
        }
    }

    @Override
    public void reset() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void abort() {
        // H2 ignores an abort, and says that the connection is open.
        aborted = true;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // Already gone, which is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // The server forgets the session by itself.
        }
    }
}
