package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Dialect;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Asks for what is within the limits and, in between, for what is not: a value longer than its column, more rows or
 * bytes than are read of one answer, a statement that outlasts its time. Each excess must be refused as what it is,
 * while what is within is served. What is written is rolled back.
 */
class LimitsWorkload extends DatabaseWorkload {

    /** What is read of one answer here. */
    private static final int MOST_ROWS = 100;
    private static final int LONGEST_VALUE = 200;
    private static final long MOST_BYTES = 1000;
    private static final Duration TIME = Duration.ofMillis(20);
    /** Of so many operations one each exceeds the rows, the bytes and the length; of so many times ten, the time. */
    private static final int ROUND = 10;

    private static final Traits TRAITS = Traits.writing("limits",
            "Asks for what is within the limits and, in between, for what exceeds them and must be refused.")
            .operations("served-value", "served-rows", "too-long", "too-many-rows", "too-many-bytes", "too-slow")
            .phases("execute").rows(1000, 2 * MOST_ROWS).load(2000, 4);

    private final AtomicLong next = new AtomicLong();
    private final ConcurrentLinkedQueue<String> unserved = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unclear = new ConcurrentLinkedQueue<>();

    LimitsWorkload() {
        super(TRAITS, "throughput > 1000/s", "violations < 1", "memory_growth < 100MB");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(OwnTable.of(assignment).insert(), "rollback", select(assignment), slow(Dialect.POSTGRESQL));
    }

    private static String select(Assignment assignment) {
        return "select id, payload from " + OwnTable.of(assignment).sql()
                + " where run = 0 and id between ? and ? order by id";
    }

    /** Takes far longer than its limit, and can be interrupted. */
    String slow(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> "select pg_sleep(10)";
            case MARIADB -> "select sleep(10)";
            case H2 -> "select sum(x) from system_range(1, 10000000000)";
        };
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareRows(session, assignment);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Asking(session, assignment);
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(unserved.isEmpty(), unserved.size() + " requests within the limits were not served, the first"
                        + " being " + unserved.peek())
                .check(taken.isEmpty(), taken.size() + " requests beyond the limits were served, the first being "
                        + taken.peek())
                .check(unclear.isEmpty(), unclear.size() + " requests beyond the limits were refused as something else,"
                        + " the first being " + unclear.peek())
                .verification();
    }

    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws SQLException {
        OwnTable.of(assignment).removeRun(session, assignment);
    }

    /** Does something that may be refused. */
    private interface Request {
        void send() throws SQLException, ProbeException;
    }

    private final class Asking implements Operation {

        private final DatabaseSession session;
        private final Target target;
        private final PreparedStatement insert;
        private final PreparedStatement select;
        private final String slow;
        private final Answer.Bounds rows;
        private final Answer.Bounds bytes;

        Asking(DatabaseSession session, Assignment assignment) throws SQLException {
            this.session = session;
            this.target = assignment.target();
            this.slow = slow(session.dialect());
            this.rows = new Answer.Bounds(target.name(), MOST_ROWS, Long.MAX_VALUE);
            this.bytes = new Answer.Bounds(target.name(), Integer.MAX_VALUE, MOST_BYTES);
            this.insert = OwnTable.of(assignment).insert(session, assignment);
            this.select = session.connection().prepareStatement(select(assignment));
            session.connection().setAutoCommit(false);
        }

        @Override
        public void run(Stopwatch watch) throws Exception {
            long number = next.incrementAndGet();
            try {
                switch ((int) (number % ROUND)) {
                    case 1 -> exceed(watch, "too-long", Kind.STATEMENT, () -> insert(number, LONGEST_VALUE + 1));
                    case 3 -> exceed(watch, "too-many-rows", Kind.REFUSED, () -> read(rows, MOST_ROWS + 1));
                    case 5 -> exceed(watch, "too-many-bytes", Kind.REFUSED, () -> read(bytes, MOST_ROWS));
                    case 7 -> last(watch, number);
                    case 0, 2, 4 -> serve(watch, "served-value", () -> insert(number, LONGEST_VALUE));
                    default -> serve(watch, "served-rows", () -> read(rows, MOST_ROWS));
                }
            } finally {
                if (!session.isBroken()) {
                    session.connection().rollback();
                }
            }
        }

        /** Rarely, because each takes as long as its limit. */
        private void last(Stopwatch watch, long number) throws SQLException, ProbeException {
            if (number / ROUND % ROUND == 0) {
                exceed(watch, "too-slow", Kind.TIMEOUT, () -> session.execute(slow, TIME));
            } else {
                serve(watch, "served-rows", () -> read(rows, MOST_ROWS));
            }
        }

        private void serve(Stopwatch watch, String name, Request request) throws SQLException, ProbeException {
            watch.start();
            try {
                request.send();
            } catch (SQLException | ProbeException e) {
                unserved.add(name + ": " + target.explain(e).sentence());
                throw e;
            }
            watch.stop(name, "execute");
        }

        private void exceed(Stopwatch watch, String name, Kind expected, Request request) throws SQLException {
            watch.start();
            Failure answer = answer(request);
            watch.stop(name, "execute");
            if (answer == null) {
                taken.add(name);
            } else if (answer.kind() != expected) {
                unclear.add(name + " as " + answer.kind().code() + ", not " + expected.code() + ": "
                        + answer.sentence());
            }
        }

        private @Nullable Failure answer(Request request) throws SQLException {
            try {
                request.send();
                return null;
            } catch (SQLException e) {
                if (session.isBroken()) {
                    throw e;
                }
                return target.explain(e);
            } catch (ProbeException e) {
                return e.failure();
            }
        }

        private void insert(long number, int length) throws SQLException {
            insert.setLong(2, number);
            insert.setString(4, "x".repeat(length));
            insert.executeUpdate();
        }

        private void read(Answer.Bounds bounds, int count) throws SQLException, ProbeException {
            select.setLong(1, 1);
            select.setLong(2, count);
            try (ResultSet row = select.executeQuery()) {
                bounds.read(row, () -> {});
            }
        }

        @Override
        public void close() throws SQLException {
            insert.close();
            select.close();
            session.connection().rollback();
            session.connection().setAutoCommit(true);
        }
    }
}
