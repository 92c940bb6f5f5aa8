package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.ProbeException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the workloads on tables of our own share: a table, and the evidence of what went wrong. */
abstract class TableWorkload extends DatabaseWorkload {

    final Evidence evidence = new Evidence();

    TableWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    /** By default the one called as the probe, of rows with a payload each. */
    OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment);
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        return evidence.verification();
    }

    /** Rows somebody else prepared hold what they hold. */
    static boolean ours(Assignment assignment) {
        return assignment.target().writes();
    }

    static PreparedStatement statement(DatabaseSession session, String sql) throws SQLException {
        return session.connection().prepareStatement(sql);
    }

    /** Makes sure that rows 1 to n are there, and that the database knows how many they are when they are new. */
    static void fill(DatabaseSession session, Assignment assignment, OwnTable table, int rows)
            throws SQLException, ProbeException {
        table.prepareRows(session, assignment, 0);
        boolean isNew = last(session, table) < rows;
        table.prepareRows(session, assignment, rows);
        if (isNew) {
            session.execute(new Sql(session.dialect()).analyze(table.sql()));
        }
    }

    /** The number of the last prepared row. */
    static long last(DatabaseSession session, OwnTable table) throws SQLException {
        return number(session, "select coalesce(max(id), 0) from " + table.sql() + " where run = 0");
    }

    static long number(DatabaseSession session, String sql) throws SQLException {
        try (PreparedStatement query = statement(session, sql); ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
