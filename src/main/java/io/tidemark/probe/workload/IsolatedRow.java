package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** What one session does to single rows in a transaction it steps through. */
final class IsolatedRow implements AutoCloseable {

    /** A lock that is held by somebody else: by PostgreSQL, by H2, and as a serialization failure. */
    private static final Set<String> REFUSED = Set.of("55P03", "HYT00", "40001");
    /** MariaDB says the same without a state of its own. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private final Connection connection;
    private final int usual;
    private final PreparedStatement insert;
    private final PreparedStatement read;
    private final PreparedStatement lock;
    private final PreparedStatement lockAtOnce;
    private final PreparedStatement write;
    private final PreparedStatement count;

    IsolatedRow(DatabaseSession session, Assignment assignment, OwnTable table) throws SQLException {
        connection = session.connection();
        usual = connection.getTransactionIsolation();
        insert = table.insert(session, assignment);
        List<String> sql = statements(table);
        read = prepared(sql.get(1), assignment);
        lock = prepared(sql.get(2), assignment);
        lockAtOnce = prepared(sql.get(3), assignment);
        write = prepared(sql.get(4), assignment);
        count = prepared(sql.get(5), assignment);
    }

    static List<String> statements(OwnTable table) {
        String row = " from " + table.sql() + " where run = ? and id = ?";
        return List.of(table.insert(), "select held" + row, "select held" + row + " for update",
                "select held" + row + " for update nowait",
                "update " + table.sql() + " set held = ? where run = ? and id = ?",
                "select count(*) from " + table.sql() + " where run = ? and id between ? and ?");
    }

    private PreparedStatement prepared(String sql, Assignment assignment) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setLong(sql.startsWith("update") ? 2 : 1, assignment.run());
        return statement;
    }

    void begin(int isolation) throws SQLException {
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(false);
    }

    void insert(long id) throws SQLException {
        insert.setLong(2, id);
        insert.setLong(4, 0);
        insert.executeUpdate();
    }

    long read(long id) throws SQLException {
        return held(read, id);
    }

    long lock(long id) throws SQLException {
        return held(lock, id);
    }

    boolean isRefusedLock(long id) throws SQLException {
        try {
            held(lockAtOnce, id);
            return false;
        } catch (SQLException e) {
            if (e.getErrorCode() != LOCK_WAIT_TIMEOUT && !REFUSED.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            return true;
        }
    }

    /** -1 without such a row. */
    private static long held(PreparedStatement select, long id) throws SQLException {
        select.setLong(2, id);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    void write(long id, long value) throws SQLException {
        write.setLong(1, value);
        write.setLong(3, id);
        write.executeUpdate();
    }

    long count(long from, long to) throws SQLException {
        count.setLong(2, from);
        count.setLong(3, to);
        try (ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Back to what the session was like before. */
    void settle() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        connection.setTransactionIsolation(usual);
    }

    @Override
    public void close() throws SQLException {
        settle();
        for (PreparedStatement statement : List.of(insert, read, lock, lockAtOnce, write, count)) {
            statement.close();
        }
    }
}
