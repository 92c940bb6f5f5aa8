package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in database. */
class H2TargetTests {

    @TempDir
    private Path data;

    /** Otherwise a query that is asked again would take no time. */
    @Test
    void answersAQuestionAskedTwiceAnew() throws Exception {
        try (H2Target target = new H2Target("h2", data);
                DatabaseSession session = target.open(Duration.ofSeconds(20))) {
            session.execute("create alias counted deterministic for '" + Counter.class.getName() + ".counted'");
            try (PreparedStatement query = session.connection().prepareStatement("select counted(?)")) {
                ask(query);
                ask(query);
            }
            assertThat(Counter.CALLS).hasValue(2);
        }
    }

    private static void ask(PreparedStatement query) throws SQLException {
        query.setInt(1, 42);
        try (ResultSet row = query.executeQuery()) {
            assertThat(row.next()).isTrue();
        }
    }

    /** Called by the database. */
    public static final class Counter {

        private static final AtomicInteger CALLS = new AtomicInteger();

        private Counter() {}

        public static int counted(int number) {
            CALLS.incrementAndGet();
            return number;
        }
    }
}
