package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Dialect;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Sends statements that are wrong. Each must be answered by a clear error of its kind, and the next good one on the
 * same session must work. What needs a row of ours is left out where the target allows no writes.
 */
class InvalidWorkload extends DatabaseWorkload {

    private static final String GOOD = "select 1";
    private static final Traits TRAITS = Traits.reading("invalid",
            "Sends statements that are wrong, and looks whether the session goes on after each.")
            .operations("syntax-error", "unknown-table", "division-by-zero", "duplicate-key")
            .phases("refused", "recovery").rows(1, 1);

    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder tried = new LongAdder();
    private final LongAdder recovered = new LongAdder();
    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unclear = new ConcurrentLinkedQueue<>();

    /** Something wrong, and the kind of failure it has to be called. */
    record Mistake(String name, String sql, Kind expected) {}

    InvalidWorkload() {
        super(TRAITS, "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        List<String> all = new ArrayList<>(mistakes(assignment).stream().map(Mistake::sql).toList());
        all.add(GOOD);
        return all;
    }

    List<Mistake> mistakes(Assignment assignment) {
        List<Mistake> mistakes = new ArrayList<>(List.of(
                new Mistake("syntax-error", "selct 1", Kind.STATEMENT),
                new Mistake("unknown-table", "select 1 from \"" + OwnTable.SCHEMA + "\".\"no such table\"",
                        Kind.STATEMENT)));
        if (Sql.of(assignment.target()).dialect() != Dialect.MARIADB) {
            // There it is no mistake: the answer is null.
            mistakes.add(new Mistake("division-by-zero", "select 1 / (1 - 1)", Kind.STATEMENT));
        }
        if (assignment.target().writes()) {
            mistakes.add(new Mistake("duplicate-key", "insert into " + OwnTable.of(assignment).sql()
                    + " (run, id, instance, payload) values (" + assignment.run() + ", 1, '"
                    + assignment.instance() + "', 'a second time')", Kind.CONSTRAINT));
        }
        return mistakes;
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        if (assignment.target().writes()) {
            OwnTable table = OwnTable.of(assignment);
            table.prepareEmpty(session, assignment);
            try (PreparedStatement insert = table.insert(session, assignment)) {
                insert.setLong(2, 1);
                insert.setString(4, Payload.of(1));
                insert.executeUpdate();
            }
        }
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) {
        List<Mistake> mistakes = mistakes(assignment);
        Target target = assignment.target();
        return watch -> {
            Mistake mistake = mistakes.get(Math.floorMod(next.getAndIncrement(), mistakes.size()));
            tried.increment();
            watch.start();
            Failure answer = answer(session, mistake, target);
            watch.lap("refused");
            boolean goesOn = works(session);
            watch.stop(mistake.name, "recovery");
            if (goesOn) {
                recovered.increment();
            }
            check(mistake, answer);
        };
    }

    /** The error that is wanted, or null when there was none. */
    private static @Nullable Failure answer(DatabaseSession session, Mistake mistake, Target target) {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(mistake.sql);
            return null;
        } catch (SQLException e) {
            return target.explain(e);
        }
    }

    private static boolean works(DatabaseSession session) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(GOOD)) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    private void check(Mistake mistake, @Nullable Failure answer) {
        if (answer == null) {
            taken.add(mistake.name);
        } else if (answer.kind() != mistake.expected) {
            unclear.add(mistake.name + " as " + answer.kind().code() + ", not " + mistake.expected.code() + ": "
                    + answer.sentence());
        }
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        long all = tried.sum();
        return new Verification.Findings()
                .check(taken.isEmpty(), taken.size() + " of " + all
                        + " invalid statements were taken as if they were right, the first being " + taken.peek())
                .check(unclear.isEmpty(), unclear.size() + " of " + all
                        + " invalid statements were answered by another kind of error, the first being "
                        + unclear.peek())
                .check(recovered.sum() == all, "after " + (all - recovered.sum()) + " of " + all
                        + " invalid statements the next good one on the same session did not work")
                .verification();
    }

    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws Exception {
        if (assignment.target().writes()) {
            OwnTable.of(assignment).removeRun(session, assignment);
        }
    }
}
