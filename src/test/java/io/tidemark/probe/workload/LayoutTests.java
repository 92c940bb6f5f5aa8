package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.metric.Secret;
import io.tidemark.probe.TestMariaDb;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of any layout are the same on every database: columns, constraints, indexes, prepared rows, texts. */
class LayoutTests {

    private static final Layout LAYOUT = Layout.of("customer", "bigint not null", _ -> "mod(i, 7)")
            .and("name", "varchar(100) not null", sql -> "'Name ' || " + sql.text("i"))
            .constraint("unique (run, name)").index("customer, id").index("name");

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "h2"})
    void isMadeFilledAndCheckedTheSameEverywhere(String database) throws Exception {
        try (Target target = target(database);
                DatabaseSession session = (DatabaseSession) target.open(Duration.ofSeconds(10))) {
            Assignment assignment = new Assignment("test-1", "layout", 7, 5_000, target, null, null);
            OwnTable table = OwnTable.of(assignment, "orders", LAYOUT);
            table.prepareRows(session, assignment);
            table.prepareRows(session, assignment);

            assertThat(single(session, "select count(*) from " + table.sql())).isEqualTo("5000");
            assertThat(single(session, "select name from " + table.sql() + " where id = 4999"))
                    .isEqualTo("Name 4999");
            assertThat(single(session, "select count(*) from " + table.sql() + " where name = 'NAME 5'"))
                    .isEqualTo("0");
            insert(session, table, assignment, 1, "naïve ☕ 𝄞 \\ ' \"");
            assertThat(single(session, "select name from " + table.sql() + " where run = 7"))
                    .isEqualTo("naïve ☕ 𝄞 \\ ' \"");
            Throwable twice = catchThrowable(() -> insert(session, table, assignment, 2, "naïve ☕ 𝄞 \\ ' \""));
            assertThat(target.explain(twice).kind()).isEqualTo(Kind.CONSTRAINT);
            insert(session, table, assignment, 3, "NAÏVE ☕ 𝄞 \\ ' \"");
            table.removeRun(session, assignment);
            assertThat(single(session, "select count(*) from " + table.sql())).isEqualTo("5000");
        }
    }

    @Test
    void indexesAreThere() throws Exception {
        isMadeFilledAndCheckedTheSameEverywhere("postgres");
        isMadeFilledAndCheckedTheSameEverywhere("mariadb");

        assertThat(TestPostgres.shared().count("select count(*) from pg_indexes where tablename = 'layout.orders'"))
                .isEqualTo(4);
        assertThat(TestMariaDb.shared().count("select count(distinct index_name) from information_schema.statistics"
                + " where table_name = 'layout.orders'")).isEqualTo(4);
    }

    private Target target(String database) {
        return switch (database) {
            case "postgres" -> parsed(TestPostgres.shared().url());
            case "mariadb" -> parsed(TestMariaDb.shared().url());
            default -> new H2Target("builtin-db", data);
        };
    }

    private static Target parsed(String url) {
        return Targets.parse("url", "shop", url, "probe", new Secret("right"), true, Limits.USUAL);
    }

    private static void insert(DatabaseSession session, OwnTable table, Assignment assignment, long id, String name)
            throws SQLException {
        try (PreparedStatement insert = table.insert(session, assignment)) {
            insert.setLong(2, id);
            insert.setLong(4, 1);
            insert.setString(5, name);
            insert.executeUpdate();
        }
    }

    private static String single(DatabaseSession session, String sql) throws SQLException {
        try (PreparedStatement query = session.connection().prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
