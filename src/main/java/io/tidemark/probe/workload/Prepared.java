package io.tidemark.probe.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** An operation and the statements it keeps, which are closed with it. */
final class Prepared implements Operation {

    private final Operation work;
    private final List<PreparedStatement> statements;
    /** Where the work commits by itself. */
    private final @Nullable Connection transactions;

    private Prepared(Operation work, @Nullable Connection transactions, List<PreparedStatement> statements) {
        this.work = work;
        this.transactions = transactions;
        this.statements = statements;
    }

    static Operation of(Operation work, PreparedStatement... statements) {
        return new Prepared(work, null, List.of(statements));
    }

    /** Nothing is committed unless the work does so; a failure rolls back. */
    static Operation inTransactions(Connection connection, Operation work, PreparedStatement... statements)
            throws SQLException {
        connection.setAutoCommit(false);
        return new Prepared(work, connection, List.of(statements));
    }

    @Override
    public void run(Stopwatch watch) throws Exception {
        try {
            work.run(watch);
        } catch (SQLException e) {
            giveUp(e);
            throw e;
        }
    }

    private void giveUp(SQLException failure) {
        try {
            if (transactions != null) {
                transactions.rollback();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
        if (transactions != null) {
            transactions.rollback();
            transactions.setAutoCommit(true);
        }
    }
}
