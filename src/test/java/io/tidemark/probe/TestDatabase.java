package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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
        return read(query, row -> row.getLong(1)).getFirst();
    }

    /** The first column of every row. */
    final List<String> texts(String query) {
        return read(query, row -> row.getString(1));
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String query, Row<T> reading) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reading.read(row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
