package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real database server of a test's own, with a user `probe` beside its administrator. */
public abstract class TestDatabase extends TestServer {

    public abstract String url();

    /** As its administrator. */
    abstract Connection connect() throws SQLException;

    public final TargetSettings settings() {
        return settings("probe", "right", true);
    }

    public final TargetSettings settings(String user, String password, boolean writes) {
        return new TargetSettings(url(), user, new Secret(password), writes, null, null, null);
    }

    public final TargetSettings settings(LimitSettings limits) {
        return new TargetSettings(url(), "probe", new Secret("right"), true, limits, null, null);
    }

    public final void admin(String... statements) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public final long count(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
