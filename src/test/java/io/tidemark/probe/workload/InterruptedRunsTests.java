package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are cut in the middle leave writes without an answer; nobody is accused of those. */
class InterruptedRunsTests {

    private static final int EVERY = 40;

    @ParameterizedTest
    @ValueSource(strings = {"insert", "transaction", "update", "delete", "batch-insert", "writes-25", "update-many",
            "bulk-insert", "integrity", "isolation", "writers", "readers-writers", "alternating", "paging"})
    void whatHadNoAnswerIsNoViolation(String name) throws Exception {
        Target target = Targets.parse("url", "shop", TestPostgres.shared().url(), "probe", new Secret("right"), true,
                Limits.USUAL);
        try (SessionPool pool = new SessionPool(target, 6, true)) {
            Run run = TestProbes.engine().run(new Plan("cut-" + name, () -> new Cut(name), pool, null,
                    Load.closed(5, 200, 0, 1_000, Duration.ofSeconds(20)), null)).run();

            assertThat(run.errors()).containsKey("connect");
            assertThat(run.violations()).isEmpty();
            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    /** A workload whose sessions are ended by the server again and again, while they are at work. */
    private static final class Cut implements Workload<DatabaseSession> {

        private final Workload<DatabaseSession> workload;
        private final Set<Long> sessions = ConcurrentHashMap.newKeySet();
        private final AtomicInteger operations = new AtomicInteger();

        @SuppressWarnings("unchecked")
        Cut(String name) {
            workload = (Workload<DatabaseSession>) Objects.requireNonNull(Workloads.all().get(name)).get();
        }

        @Override
        public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws Exception {
            Operation operation = workload.operation(session, assignment, worker);
            if (worker == 5) {
                return operation;
            }
            sessions.add(TableWorkload.number(session, "select pg_backend_pid()"));
            return new Operation() {
                @Override
                public void run(Stopwatch watch) throws Exception {
                    if (operations.incrementAndGet() % EVERY == 0) {
                        cut();
                    }
                    operation.run(watch);
                }

                @Override
                public void close() throws Exception {
                    operation.close();
                }
            };
        }

        private void cut() {
            String known = sessions.stream().map(String::valueOf).collect(Collectors.joining(", "));
            sessions.clear();
            if (!known.isEmpty()) {
                TestPostgres.shared().admin("select pg_terminate_backend(pid) from pg_stat_activity where pid in ("
                        + known + ")");
            }
        }

        @Override
        public Traits traits() {
            return workload.traits();
        }

        @Override
        public Class<DatabaseSession> on() {
            return workload.on();
        }

        @Override
        public List<String> rules(Target target, boolean hasSource) {
            return workload.rules(target, hasSource);
        }

        @Override
        public List<String> statements(Assignment assignment) {
            return workload.statements(assignment);
        }

        @Override
        public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
            workload.prepare(session, assignment);
        }

        @Override
        public Verification verify(DatabaseSession session, Assignment assignment, Measured measured)
                throws Exception {
            return workload.verify(session, assignment, measured);
        }

        @Override
        public void clean(DatabaseSession session, Assignment assignment) throws Exception {
            workload.clean(session, assignment);
        }
    }
}
