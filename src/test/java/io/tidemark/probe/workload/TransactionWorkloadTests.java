package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.SessionPool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that does not keep its promises is found out. */
class TransactionWorkloadTests {

    @TempDir
    private Path data;

    @Test
    void aRollbackThatKeepsItsRowsIsAViolationWithItsEvidence() throws Exception {
        Run run = run("rollback", "commit");

        assertThat(run.outcome()).isEqualTo(new Outcome.Violated("20 rows of rolled back transactions were kept"));
        assertThat(run.violations()).hasSize(1);
    }

    @Test
    void aCommitThatKeepsNothingIsAViolationWithItsEvidence() throws Exception {
        Run run = run("commit", "rollback");

        assertThat(run.violations()).containsExactly("only 1 of 30 committed transactions were kept");
    }

    @Test
    void anHonestDatabaseHasNoViolation() throws Exception {
        assertThat(run("commit", "commit").outcome()).isEqualTo(new Outcome.Succeeded());
    }

    /** 39 measured transactions after the cold call, which is honest; every fourth of the 40 rolls back. */
    private Run run(String asked, String done) throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("h2", data), 2, true)) {
            return TestProbes.engine().run(new Plan("orders", () -> new Sabotaged(asked, done), pool, null,
                    Load.closed(1, 39, 0, 10, Duration.ofSeconds(30)), null)).run();
        }
    }

    /** Its workers' connections do something else than they are asked to. */
    private static final class Sabotaged extends TransactionWorkload {

        private final String asked;
        private final String done;

        Sabotaged(String asked, String done) {
            this.asked = asked;
            this.done = done;
        }

        @Override
        public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
            return super.operation(worker == 1
                    ? session
                    : new DatabaseSession(lying(session.connection()),
                            session.dialect()),
                    assignment, worker);
        }

        private Connection lying(Connection honest) {
            return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                    (_, method, arguments) -> {
                        try {
                            return method.getName().equals(asked) && arguments == null
                                    ? Connection.class.getMethod(done).invoke(honest)
                                    : method.invoke(honest, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
