package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What one session does to single rows in a transaction it steps through. */
final class IsolatedRow implements AutoCloseable {

    /** What a row holds that is not there. */
    private static final long NONE = -1;

    private final Connection connection;
    private final int usual;
    private final PreparedStatement insert;
    private final PreparedStatement read;
    private final PreparedStatement lock;
    private final PreparedStatement lockUnlessHeld;
    private final PreparedStatement write;
    private final PreparedStatement count;

    IsolatedRow(DatabaseSession session, Assignment assignment, OwnTable table) throws SQLException {
        connection = session.connection();
        usual = connection.getTransactionIsolation();
        insert = table.insert(session, assignment);
        List<String> sql = statements(table);
        read = prepared(sql.get(1), assignment);
        lock = prepared(sql.get(2), assignment);
        lockUnlessHeld = prepared(sql.get(3), assignment);
        write = prepared(sql.get(4), assignment);
        count = prepared(sql.get(5), assignment);
    }

    static List<String> statements(OwnTable table) {
        String row = " from " + table.sql() + " where run = ? and id = ?";
        return List.of(table.insert(), "select held" + row, "select held" + row + " for update",
                "select held" + row + " for update skip locked",
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

    /** Neither waits nor fails, so that nothing of it stands in the database's log. */
    boolean isLockedElsewhere(long id) throws SQLException {
        return held(lockUnlessHeld, id) == NONE;
    }

    private static long held(PreparedStatement select, long id) throws SQLException {
        select.setLong(2, id);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : NONE;
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
        for (PreparedStatement statement : List.of(insert, read, lock, lockUnlessHeld, write, count)) {
            statement.close();
        }
    }
}
