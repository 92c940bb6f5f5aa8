package io.tidemark.probe.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** Every session is given the connection it works on. */
final class NoConnections implements ConnectionProvider {

    private static final long serialVersionUID = 1;

    @Override
    public Connection getConnection() throws SQLException {
        throw new SQLException("a session without a connection of a probe");
    }

    @Override
    public void closeConnection(Connection connection) {}

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }
}
