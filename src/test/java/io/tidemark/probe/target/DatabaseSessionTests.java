package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.metric.Secret;
import io.tidemark.probe.TestDatabase;
import io.tidemark.probe.TestMariaDb;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.target.Failure.Kind;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One statement may have less time than the session has. */
class DatabaseSessionTests {

    /** Longer than any statement here would run. */
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limits LIMITS = new Limits(LONG, LONG, LONG, LONG);
    private static final Duration SHORT = Duration.ofMillis(20);

    private static final String OF_POSTGRES = "select current_setting('statement_timeout') || ' '"
            + " || current_setting('lock_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout')";

    @Test
    void onPostgresItIsEndedAndTheNextOnesAreAsBefore() throws Exception {
        try (DatabaseSession session = open(TestPostgres.shared())) {
            assertEndedAlone(session, "select pg_sleep(10)", OF_POSTGRES);
        }
    }

    @Test
    void onPostgresATransactionThatIsIdleAfterItHasAsLongAsOthers() throws Exception {
        try (DatabaseSession session = open(TestPostgres.shared())) {
            session.connection().setAutoCommit(false);
            session.execute("select 1", Duration.ofSeconds(30));

            assertThat(text(session, OF_POSTGRES)).isEqualTo("30s 1min 1min");
            assertThat(session.connection().getNetworkTimeout()).isEqualTo(LONG.toMillis());
        }
    }

    @Test
    void onMariaDbItIsEndedAndTheNextOnesAreAsBefore() throws Exception {
        try (DatabaseSession session = open(TestMariaDb.shared())) {
            assertEndedAlone(session, "select sleep(10)",
                    "select concat(@@max_statement_time, ' ', @@idle_transaction_timeout)");
        }
    }

    @Test
    void onH2ItIsEndedAndTheNextOnesAreAsBefore() throws SQLException {
        try (DatabaseSession session = new DatabaseSession(DriverManager.getConnection("jdbc:h2:mem:"), Dialect.H2,
                LIMITS)) {
            session.limit(LONG);
            assertEndedAlone(session, "select sum(x) from system_range(1, 10000000000)",
                    "select setting_value from information_schema.settings where setting_name = 'QUERY_TIMEOUT'");
        }
    }

    private static DatabaseSession open(TestDatabase server) throws Exception {
        return (DatabaseSession) Targets.parse("url", "shop", server.url(), "probe", new Secret("right"), true, LIMITS)
                .open(LONG);
    }

    private static void assertEndedAlone(DatabaseSession session, String slow, String limits) throws SQLException {
        session.connection().setAutoCommit(false);
        String usual = text(session, limits);
        session.connection().rollback();

        Throwable failure = catchThrowable(() -> session.execute(slow, SHORT));

        assertThat(failure).isNotNull();
        assertThat(new JdbcFailures("shop", "here", "probe").explain(failure).kind()).isEqualTo(Kind.TIMEOUT);
        session.connection().rollback();
        assertThat(text(session, limits)).isEqualTo(usual);
    }

    private static String text(DatabaseSession session, String query) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
