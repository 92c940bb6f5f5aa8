package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.ProbeException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Runs the user's own statement and checks its answer. Each time in a transaction of its own that is rolled back, a
 * read-only one unless the statement is a writing one ({@link Query}). No more than 10,000 rows and 10 MB are read.
 *
 * <p>A read-only transaction is no fence: a superuser can do much in one. So the run also tells whether the user of the
 * target has more rights than reading.
 */
class SqlWorkload extends DatabaseWorkload {

    private static final int MOST_ROWS = 10_000;
    private static final long MOST_BYTES = 10_000_000;
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final Traits TRAITS = Traits.reading("sql",
            "Runs a statement of yours and checks the number of its rows and the values of the first one.")
            .operations("query").phases("execute", "first_row", "fetch").load(20, 1)
            .measures(Metric.gauge("probe.rows", Unit.ONE, Better.NEITHER, "Rows of the last answer"),
                    Metric.gauge("probe.bytes", Unit.BYTES, Better.LOWER, "Bytes of the last answer, as text"),
                    Metric.gauge("probe.privileged", Unit.ONE, Better.LOWER,
                            "1 when the user of the target may do more than read, else 0"));

    private final LongAdder checked = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();
    private volatile Optional<Answer> last = Optional.empty();
    private volatile Optional<Boolean> privileged = Optional.empty();

    SqlWorkload() {
        super(TRAITS, "violations < 1");
    }

    @Override
    public Optional<Class<? extends Task>> takes() {
        return Optional.of(Query.class);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("begin", query(assignment).statement(), "rollback");
    }

    private static Query query(Assignment assignment) {
        return (Query) Objects.requireNonNull(assignment.task(), "no statement is configured");
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws SQLException {
        try {
            privileged = Rights.beyondReading(session);
        } catch (SQLException e) {
            // Advice only: a server that does not say, or has too many tables to look at, is still asked the statement.
            if (session.isBroken()) {
                throw e;
            }
        }
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        Query query = query(assignment);
        session.execute(new Sql(session.dialect()).asTheUsers(query.writes()));
        session.connection().setReadOnly(!query.writes());
        session.connection().setAutoCommit(false);
        return new Execution(session, query, assignment.target().writes(),
                new Answer.Bounds(assignment.target().name(), MOST_ROWS, MOST_BYTES));
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        Map<String, Double> measures = new HashMap<>();
        last.ifPresent(answer -> measures.putAll(
                Map.of("rows", (double) answer.rows(), "bytes", (double) answer.bytes())));
        privileged.ifPresent(more -> measures.put("privileged", more ? 1.0 : 0.0));
        List<String> violations = new Verification.Findings().check(broken.sum() == 0,
                broken.sum() + " of " + checked.sum() + " answers were not as expected, the first one in "
                        + first.get())
                .verification().violations();
        return new Verification(violations, measures);
    }

    private final class Execution implements Operation {

        private final Connection connection;
        private final DatabaseSession session;
        private final Query query;
        /** Whether the target may be written to, whatever the query does. */
        private final boolean writes;
        private final Answer.Bounds bounds;
        private final PreparedStatement statement;

        Execution(DatabaseSession session, Query query, boolean writes, Answer.Bounds bounds) throws SQLException {
            this.session = session;
            this.connection = session.connection();
            this.query = query;
            this.bounds = bounds;
            this.writes = writes;
            this.statement = connection.prepareStatement(query.statement());
            // So that an answer of any size is left off in the middle and never held.
            statement.setFetchSize(Answer.FIRST_ROWS);
            statement.setMaxRows(MOST_ROWS + 1);
        }

        @Override
        public void run(Stopwatch watch) throws SQLException, ProbeException {
            Answer answer;
            try {
                watch.start();
                answer = execute(watch);
                watch.stop("query", "fetch");
            } catch (SQLException e) {
                if (READ_ONLY_TRANSACTION.equals(e.getSQLState())) {
                    throw writing(e);
                }
                throw e;
            } finally {
                if (!session.isBroken()) {
                    connection.rollback();
                }
            }
            check(answer);
        }

        private Answer execute(Stopwatch watch) throws SQLException, ProbeException {
            boolean hasRows = statement.execute();
            watch.lap("execute");
            if (!hasRows) {
                return new Answer(statement.getUpdateCount(), 0, Optional.empty());
            }
            try (ResultSet row = statement.getResultSet()) {
                return bounds.read(row, () -> watch.lap("first_row"));
            }
        }

        private ProbeException writing(SQLException refused) {
            String advice = privileged.orElse(false)
                    ? "; the user of this target may do more than read, give the probe one that may not"
                    : "";
            return new ProbeException(new Failure(Failure.Kind.REFUSED, bounds.name()
                    + " refused: the statement writes, and runs in a read-only transaction" + advice), refused);
        }

        private void check(Answer answer) {
            last = Optional.of(answer);
            checked.increment();
            query.broken(answer).ifPresent(sentence -> {
                broken.increment();
                first.compareAndSet(null, sentence);
            });
        }

        /** As it was lent; a session that cannot be made so is not used for anything else. */
        @Override
        public void close() throws SQLException {
            try {
                statement.close();
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
                session.execute(new Sql(session.dialect()).asOurs(writes));
            } catch (SQLException e) {
                session.abort();
                throw e;
            }
        }
    }
}
