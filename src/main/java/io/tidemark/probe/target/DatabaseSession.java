package io.tidemark.probe.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A JDBC connection whose calls end in time. */
public final class DatabaseSession implements Session {

    private final Connection connection;
    private final Dialect dialect;
    private final Limits limits;
    private final Runnable cut;
    private volatile boolean aborted;
    private Duration limit = Duration.ZERO;

    /** With the limits that count where none are configured. */
    public DatabaseSession(Connection connection, Dialect dialect) {
        this(connection, dialect, Limits.USUAL);
    }

    DatabaseSession(Connection connection, Dialect dialect, Limits limits) {
        this(connection, dialect, limits, () -> abort(connection));
    }

    /** @param cut ends the connection from another thread without waiting for anything */
    DatabaseSession(Connection connection, Dialect dialect, Limits limits, Runnable cut) {
        this.connection = connection;
        this.dialect = dialect;
        this.limits = limits;
        this.cut = cut;
    }

    public Connection connection() {
        return connection;
    }

    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void limit(Duration limit) throws SQLException {
        if (limit.equals(this.limit)) {
            return;
        }
        Limits within = limits.within(limit);
        if (dialect != Dialect.H2) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(within.socket().toMillis()));
        }
        execute(told(within));
        this.limit = limit;
    }

    private String[] told(Limits limits) throws SQLException {
        return switch (dialect) {
            case POSTGRESQL -> postgres(limits);
            case MARIADB -> isMySql(connection) ? mySql(limits) : mariaDb(limits);
            case H2 -> h2(limits);
        };
    }

    private static String[] postgres(Limits limits) {
        return new String[]{"SET statement_timeout = " + limits.statement().toMillis() + "; SET lock_timeout = "
                + limits.lock().toMillis() + "; SET idle_in_transaction_session_timeout = "
                + limits.idleInTransaction().toMillis()};
    }

    /** Locks are waited for in whole seconds: 0 would refuse what is only just held. */
    private static String[] mariaDb(Limits limits) {
        return new String[]{"SET SESSION max_statement_time = " + limits.statement().toMillis() / 1e3
                + ", lock_wait_timeout = " + Limits.wholeSeconds(limits.lock())
                + ", innodb_lock_wait_timeout = " + Limits.wholeSeconds(limits.lock())
                + ", idle_transaction_timeout = " + Limits.wholeSeconds(limits.idleInTransaction())};
    }

    /** MySQL ends statements that read, and no transaction for being idle. */
    private static String[] mySql(Limits limits) {
        return new String[]{"SET SESSION max_execution_time = " + limits.statement().toMillis()
                + ", lock_wait_timeout = " + Limits.wholeSeconds(limits.lock())
                + ", innodb_lock_wait_timeout = " + Limits.wholeSeconds(limits.lock())};
    }

    private static String[] h2(Limits limits) {
        return new String[]{"SET QUERY_TIMEOUT " + limits.statement().toMillis(),
                "SET LOCK_TIMEOUT " + limits.lock().toMillis()};
    }

    /** Known since the handshake: asks nobody. */
    static boolean isMySql(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("MySQL");
    }

    /** Runs statements that return nothing. */
    public void execute(String... sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    /**
     * Runs a statement that returns nothing, in a transaction that is rolled back afterwards. This statement alone has
     * less time than others: with as little for answers and for idle transactions, a busy client would lose its session.
     *
     * @param limit the longest it may run
     */
    public void execute(String sql, Duration limit) throws SQLException {
        long millis = limit.toMillis();
        switch (dialect) {
            // Forgotten with the transaction, which a cancelled statement ends.
            case POSTGRESQL -> execute("SET LOCAL statement_timeout = " + millis, sql);
            case MARIADB -> {
                if (isMySql(connection)) {
                    executeAndRestore("SET SESSION max_execution_time = " + millis, sql);
                } else {
                    execute("SET STATEMENT max_statement_time = " + millis / 1e3 + " FOR " + sql);
                }
            }
            case H2 -> executeAndRestore("SET QUERY_TIMEOUT " + millis, sql);
        }
    }

    private void executeAndRestore(String... sql) throws SQLException {
        try {
            execute(sql);
        } finally {
            execute(told(limits.within(limit)));
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
        cut.run();
    }

    private static void abort(Connection connection) {
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
