package io.tidemark.probe.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.H2Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a table of any name through the mapping, and what happens when something goes wrong. */
class JpaTableTests {

    private static final String SCHEMA = "tidemark_probe";
    private static final String TABLE = "orders-read.part";
    private static final String SQL = "\"" + SCHEMA + "\".\"" + TABLE + "\"";

    @TempDir
    private Path data;
    private H2Target target;
    private DatabaseSession session;

    @BeforeEach
    void makeTable() throws SQLException {
        target = new H2Target("h2", data);
        session = target.open(Duration.ofSeconds(5));
        session.execute("create schema \"" + SCHEMA + "\"", "create table " + SQL + " (run bigint, id bigint,"
                + " instance varchar(50), payload varchar(50), primary key (run, id))");
    }

    @AfterEach
    void close() {
        session.close();
        target.close();
    }

    @Test
    void rowsAreWrittenAndReadOnTheConnectionThatWasGiven() throws SQLException {
        Connection connection = session.connection();
        try (JpaTable table = new JpaTable(connection, SCHEMA, TABLE); JpaTable.Rows rows = table.rows(connection)) {
            rows.insert(7, 1, "web-1", "one");

            assertThat(rows.payload(7, 1)).isEqualTo("one");
            assertThat(rows.payload(7, 2)).isNull();
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void everyReadAsksTheDatabase() throws SQLException {
        try (JpaTable table = new JpaTable(session.connection(), SCHEMA, TABLE);
                JpaTable.Rows rows = table.rows(session.connection())) {
            rows.insert(7, 1, "web-1", "one");
            session.execute("update " + SQL + " set payload = 'altered'");

            assertThat(rows.payload(7, 1)).isEqualTo("altered");
        }
    }

    @Test
    void aRefusedRowIsExplainedAndTheNextOneIsWritten() throws SQLException {
        try (JpaTable table = new JpaTable(session.connection(), SCHEMA, TABLE);
                JpaTable.Rows rows = table.rows(session.connection())) {
            rows.insert(7, 1, "web-1", "one");
            Throwable refused = catchThrowable(() -> rows.insert(7, 1, "web-1", "again"));

            assertThat(target.explain(refused).kind()).isEqualTo(Failure.Kind.CONSTRAINT);
            rows.insert(7, 2, "web-1", "two");
            assertThat(rows.payload(7, 2)).isEqualTo("two");
        }
    }

    @Test
    void oneThatIsForgottenIsClosed() throws SQLException {
        SessionFactory factory = Mapping.start(session.connection().getMetaData(), SCHEMA, TABLE);
        forget(factory);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return factory.isClosed();
        });
    }

    private static void forget(SessionFactory factory) {
        assertThat(new JpaTable(factory)).isNotNull();
    }
}
