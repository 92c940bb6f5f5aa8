package io.tidemark.alert;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A real database that can be taken away, or frozen until it is thawed. */
final class FaultyDatabase implements DataSource {

    /** So long it may be waited for where nothing is wrong with it; no test takes so long by itself. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DataSource real;
    private volatile boolean away;
    private volatile CountDownLatch thawed = new CountDownLatch(0);

    FaultyDatabase(DataSource real) {
        this.real = real;
    }

    void away(boolean now) {
        away = now;
    }

    boolean isAway() {
        return away;
    }

    void freeze() {
        thawed = new CountDownLatch(1);
    }

    void thaw() {
        thawed.countDown();
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            thawed.await();
        } catch (InterruptedException e) {
            throw new SQLTransientConnectionException(e);
        }
        if (away) {
            throw new SQLTransientConnectionException("Connection refused");
        }
        return real.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
