package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Dialect;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.SessionPool;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that does not do what it should is found out; the databases are real, and somebody tampers with them. */
class SpecialVerificationTests {

    private static final String TABLE = "\"tidemark_probe\".\"sabotaged\"";

    @TempDir
    private Path data;

    @Test
    void aStatementThatIsAnsweredWronglyIsFound() {
        Run run = run(() -> new PoolWorkload() {
            @Override
            String select() {
                return "select 2";
            }
        }, 5);

        assertThat(run.violations()).containsExactly("6 statements did not return 1");
    }

    @Test
    void aMistakeThatIsTakenAndOneCalledAnotherAreFound() {
        Run run = run(() -> new InvalidWorkload() {
            @Override
            List<Mistake> mistakes(Assignment assignment) {
                return List.of(new Mistake("syntax-error", "select 1", Kind.STATEMENT),
                        new Mistake("duplicate-key", "select 1 / 0", Kind.CONSTRAINT));
            }
        }, 3);

        assertThat(run.violations()).hasSize(2);
        assertThat(run.violations().getFirst()).isEqualTo("2 of 4 invalid statements were taken as if they were right,"
                + " the first being syntax-error");
        assertThat(run.violations().getLast()).startsWith("2 of 4 invalid statements were answered by another kind of"
                + " error, the first being duplicate-key as statement, not constraint: ");
    }

    @Test
    void aSessionThatDoesNotSurviveAMistakeIsFound() {
        Run run = Sabotage.run(() -> new InvalidWorkload() {
            @Override
            List<Mistake> mistakes(Assignment assignment) {
                return List.of(new Mistake("syntax-error", "selct 1", Kind.STATEMENT), new Mistake("unknown-table",
                        "select pg_terminate_backend(pg_backend_pid())", Kind.CONNECT));
            }
        }, Sabotage.postgres(), 3, 1);

        assertThat(run.errors()).containsEntry("connect", 2L);
        assertThat(run.violations()).containsExactly(
                "after 2 of 4 invalid statements the next good one on the same session did not work");
    }

    @Test
    void anExcessThatIsServedIsFound() {
        Run run = limits("alter table " + TABLE + " alter column payload varchar(1000)", "select 1");

        assertThat(run.violations()).containsExactly(
                "3 requests beyond the limits were served, the first being too-long");
    }

    @Test
    void anExcessThatIsRefusedAsSomethingElseIsFound() {
        Run run = limits("alter table " + TABLE + " alter column payload varchar(1000); alter table " + TABLE
                + " add constraint short check (length(payload) <= 200)", "select 1 / 0");

        assertThat(run.violations()).singleElement().asString().startsWith("3 requests beyond the limits were refused"
                + " as something else, the first being too-long as constraint, not statement: ");
    }

    @Test
    void whatIsWithinTheLimitsAndIsNotServedIsFound() {
        Run run = limits("alter table " + TABLE + " alter column payload varchar(150)", "select sum(x) from"
                + " system_range(1, 10000000000)");

        assertThat(run.errors()).containsEntry("statement", 6L);
        assertThat(run.violations()).singleElement().asString()
                .startsWith("6 requests within the limits were not served, the first being served-value: ");
    }

    /** Twenty requests, of which the first is the cold call: two too long, one too slow. */
    private Run limits(String tampering, String slow) {
        return run(() -> new LimitsWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
                super.prepare(session, assignment);
                session.execute(tampering);
            }

            @Override
            String slow(Dialect dialect) {
                return slow;
            }
        }, 19);
    }

    @Test
    void rowsThatAreGoneAreFoundWhileSizesAreMeasured() {
        Run run = run(() -> new ScalingWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
                super.prepare(session, assignment);
                session.execute("delete from " + TABLE + " where id = 500");
            }
        }, 39);

        // One in four queries reads every row there is; smaller ones may hit the gap as well.
        assertThat(run.violations()).singleElement().asString()
                .matches("(9|1\\d) queries did not return the rows that were written");
    }

    @Test
    void whatIsWrittenAndNotKeptIsFoundBothWays() {
        Run run = run(() -> new OrmWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment assignment, Measured measured)
                    throws SQLException {
                session.execute("delete from " + TABLE + " where run = " + assignment.run());
                return super.verify(session, assignment, measured);
            }
        }, 8);

        assertThat(run.violations()).containsExactly("only 0 of 2 rows written by JDBC were kept",
                "only 0 of 2 rows written by JPA were kept");
    }

    @Test
    void rowsThatAreReadAsOthersAreFoundBothWays() {
        Run run = run(() -> new OrmWorkload() {
            @Override
            public Operation operation(DatabaseSession session, Assignment assignment, int worker)
                    throws SQLException {
                session.execute("update " + TABLE + " set payload = 'altered' where run = 0");
                return super.operation(session, assignment, worker);
            }
        }, 8);

        // Those of the cold call too.
        assertThat(run.violations()).containsExactly("5 reads did not return the row that was written");
    }

    @Test
    void aSessionThatRanAStatementOfTheUserIsGivenBackAsItWas() throws Exception {
        Query query = Query.parse("sql", "select 1", "= 1", null, true);
        try (SessionPool pool = new SessionPool(Sabotage.postgres(), 2, true)) {
            Run run = TestProbes.engine().run(new Plan("sql", SqlWorkload::new, pool, null,
                    Load.closed(1, 5, 0, 1, Duration.ofSeconds(20)), query)).run();
            DatabaseSession session = (DatabaseSession) pool.borrow(Duration.ofSeconds(1), SessionPool.Timing.NONE);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(session.connection().isReadOnly()).isFalse();
            assertThat(session.connection().getAutoCommit()).isTrue();
            try (Statement statement = session.connection().createStatement();
                    ResultSet row = statement.executeQuery("show search_path")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("pg_catalog");
            }
            pool.giveBack(session);
        }
    }

    private Run run(Supplier<? extends Workload<?>> workload, int operations) {
        return Sabotage.run(workload, new H2Target("h2", data), operations, 1000);
    }
}
