package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.ProbeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Lets two sessions get in each other's way, step by step: what one has not committed the other must not see, a row one
 * has locked the other must not change, and a repeatable read must go on seeing the instant it began at.
 *
 * <p>The second session is the one the run was prepared on, which has nothing to do meanwhile. So there is no cold call,
 * which would have that one alone, and workers take turns.
 */
class IsolationWorkload extends WritingWorkload {

    private static final Layout LAYOUT = Layout.of("held", "bigint not null", _ -> "0");
    private static final String DIRTY_READ = "dirty_read";
    private static final String LOST_UPDATE = "lost_update";
    private static final String SNAPSHOT = "snapshot";

    private final Lock turn = new ReentrantLock();
    private volatile @Nullable DatabaseSession second;

    IsolationWorkload() {
        super(Traits.writing("isolation",
                "Lets two sessions get in each other's way: no dirty read, no lost update, one snapshot.")
                .operations(DIRTY_READ, LOST_UPDATE, SNAPSHOT).phases("execute").load(60, 1), "violations < 1");
    }

    @Override
    OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "isolated", LAYOUT);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return IsolatedRow.statements(table(assignment));
    }

    @Override
    public boolean keepsSession() {
        return true;
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        super.prepare(session, assignment);
        second = session;
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws Exception {
        DatabaseSession other = second;
        if (other == null || other == session) {
            throw ProbeException.refused("isolation needs two sessions");
        }
        OwnTable table = table(assignment);
        turn.lock();
        try {
            return new Encounter(new IsolatedRow(session, assignment, table),
                    new IsolatedRow(other, assignment, table));
        } finally {
            turn.unlock();
        }
    }

    /** One session reads while the other writes. */
    private final class Encounter implements Operation {

        private final IsolatedRow reader;
        private final IsolatedRow writer;
        private int kind;

        Encounter(IsolatedRow reader, IsolatedRow writer) {
            this.reader = reader;
            this.writer = writer;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            turn.lock();
            try {
                meet(watch, next(2));
            } finally {
                turn.unlock();
            }
        }

        private void meet(Stopwatch watch, long id) throws SQLException {
            try {
                writer.insert(id);
                confirm(1);
                switch (kind++ % 3) {
                    case 0 -> dirtyRead(watch, id);
                    case 1 -> lostUpdate(watch, id);
                    default -> snapshot(watch, id);
                }
            } finally {
                settle();
            }
        }

        private void dirtyRead(Stopwatch watch, long id) throws SQLException {
            begin(Connection.TRANSACTION_READ_COMMITTED);
            watch.start();
            writer.write(id, 1);
            long before = reader.read(id);
            writer.rollback();
            long after = reader.read(id);
            reader.commit();
            watch.stop(DIRTY_READ, "execute");
            expect(0, before, "reads saw what was not committed", id);
            expect(0, after, "reads saw what was rolled back", id);
        }

        private void lostUpdate(Stopwatch watch, long id) throws SQLException {
            begin(Connection.TRANSACTION_READ_COMMITTED);
            watch.start();
            long first = writer.lock(id);
            boolean held = reader.isLockedElsewhere(id);
            writer.write(id, first + 1);
            writer.commit();
            reader.rollback();
            long next = reader.lock(id);
            reader.write(id, next + 1);
            reader.commit();
            long both = writer.read(id);
            writer.commit();
            watch.stop(LOST_UPDATE, "execute");
            if (!held) {
                evidence.found("locked rows could be locked by another session", "row " + id);
            }
            expect(2, both, "updates were lost between two sessions", id);
        }

        private void snapshot(Stopwatch watch, long id) throws SQLException {
            begin(Connection.TRANSACTION_REPEATABLE_READ);
            watch.start();
            long first = reader.read(id);
            writer.write(id, 1);
            writer.insert(id + 1);
            writer.commit();
            confirm(1);
            long second = reader.read(id);
            long rows = reader.count(id, id + 1);
            reader.commit();
            long later = reader.read(id);
            reader.commit();
            watch.stop(SNAPSHOT, "execute");
            expect(first, second, "repeatable reads saw a row change", id);
            expect(1, rows, "repeatable reads saw a row appear", id);
            expect(1, later, "reads did not see what was committed before", id);
        }

        private void begin(int isolation) throws SQLException {
            reader.begin(isolation);
            writer.begin(Connection.TRANSACTION_READ_COMMITTED);
        }

        private void expect(long right, long read, String what, long id) {
            if (right != read) {
                evidence.found(what, "row " + id + " held " + read + " instead of " + right);
            }
        }

        private void settle() throws SQLException {
            try {
                reader.settle();
            } finally {
                writer.settle();
            }
        }

        @Override
        public void close() throws SQLException {
            turn.lock();
            try (writer; reader) {
                settle();
            } finally {
                turn.unlock();
            }
        }
    }
}
