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
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that lets sessions see or overwrite what they must not is found out. */
class IsolationWorkloadTests {

    @TempDir
    private Path data;

    @Test
    void anHonestDatabaseHasNoViolation() throws Exception {
        assertThat(run((_, arguments) -> arguments).outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void readsOfWhatIsNotCommittedAreFoundAndSoIsASnapshotThatMoves() throws Exception {
        Run run = run((method, arguments) -> method.equals("setTransactionIsolation")
                ? new Object[]{Connection.TRANSACTION_READ_UNCOMMITTED}
                : arguments);

        assertThat(run.violations()).anySatisfy(v -> assertThat(v).contains("reads saw what was not committed"))
                .anySatisfy(v -> assertThat(v).contains("repeatable reads saw a row change"))
                .anySatisfy(v -> assertThat(v).contains("repeatable reads saw a row appear"));
    }

    @Test
    void aLockThatDoesNotHoldIsFound() throws Exception {
        Run run = run((method, arguments) -> method.equals("prepareStatement") && arguments != null
                ? new Object[]{((String) arguments[0]).replace(" for update skip locked", "")}
                : arguments);

        assertThat(run.violations()).singleElement().asString()
                .contains("locked rows could be locked by another session");
    }

    @Test
    void anUpdateThatIsLostIsFound() throws Exception {
        Run run = run((method, arguments) -> method.equals("prepareStatement") && arguments != null
                ? new Object[]{((String) arguments[0]).replace("set held = ?", "set held = 0 * ?")}
                : arguments);

        assertThat(run.violations()).singleElement().asString().contains("updates were lost between two sessions")
                .contains("held 0 instead of 2");
    }

    /** Changes what the reading session is asked to do. */
    private interface Lie {
        @Nullable
        Object @Nullable [] arguments(String method, @Nullable Object @Nullable [] asked);
    }

    private Run run(Lie lie) throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("h2", data), 2, true)) {
            return TestProbes.engine().run(new Plan("orders", () -> new Sabotaged(lie), pool, null,
                    Load.closed(1, 12, 0, 10, Duration.ofSeconds(30)), null)).run();
        }
    }

    private static final class Sabotaged extends IsolationWorkload {

        private final Lie lie;

        Sabotaged(Lie lie) {
            this.lie = lie;
        }

        @Override
        public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws Exception {
            return super.operation(
                    worker == 1 ? session : new DatabaseSession(lying(session.connection()), session.dialect()),
                    assignment, worker);
        }

        private Connection lying(Connection honest) {
            return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                    (_, method, arguments) -> call(honest, method, lie.arguments(method.getName(), arguments)));
        }

        private static @Nullable Object call(Connection honest, Method method,
                @Nullable Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(honest, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
