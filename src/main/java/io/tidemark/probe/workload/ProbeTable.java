package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Dialect;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The one table of a probe, in our own schema and marked as ours. Rows to read are under run 0 and stay; rows a run
 * writes carry its id and instance and are removed after it, or by the next run of the instance, or an hour later by
 * anybody's.
 */
final class ProbeTable {

    static final String SCHEMA = "tidemark_probe";
    /** Quoted, because unquoted names mean upper case to one database and lower case to the other. */
    private static final String SCHEMA_SQL = '"' + SCHEMA + '"';
    static final String MARKER = "Tidemark probe data: made by Tidemark, may be dropped at any time";

    /** Rows deleted at a time. */
    private static final int PIECE = 1_000;

    private final String name;
    private final Target target;

    /** @param probe names of probes are safe inside double quotes, and short enough for an identifier */
    ProbeTable(String probe, Target target) {
        this.name = probe;
        this.target = target;
    }

    /** As it stands in SQL. */
    String sql() {
        return SCHEMA_SQL + ".\"" + name + '"';
    }

    /** Makes sure that rows 1 to n can be read. */
    void prepareRows(DatabaseSession session, Assignment assignment) throws SQLException, ProbeException {
        boolean writes = target.writes();
        prepareTable(session, writes);
        long last = single(session, "select coalesce(max(id), 0) from " + sql() + " where run = 0");
        if (last < assignment.rows()) {
            if (!writes) {
                throw lacks("has " + last + " of the " + assignment.rows() + " rows that are needed");
            }
            fill(session, last, assignment.rows());
        }
        if (writes) {
            removeLeftovers(session, assignment, "run > 0");
        }
    }

    /** Makes sure that rows can be written, and that none of ours are left from before. */
    void prepareEmpty(DatabaseSession session, Assignment assignment) throws SQLException, ProbeException {
        prepareTable(session, true);
        removeLeftovers(session, assignment, "run >= 0");
    }

    private void prepareTable(DatabaseSession session, boolean writes) throws SQLException, ProbeException {
        Optional<Catalog.Table> found = new Catalog(session).table(SCHEMA, name);
        if (found.isPresent()) {
            check(found.get(), writes);
        } else if (writes) {
            create(session);
        } else {
            throw lacks("does not exist");
        }
    }

    private void check(Catalog.Table table, boolean writes) throws ProbeException {
        if (!table.ordinary() || !table.comment().equals(MARKER)) {
            throw ProbeException.refused(target.name() + ": " + sql() + " was not made by Tidemark (a table with the"
                    + " comment '" + MARKER + "' is expected) and is left alone; rename it or the probe");
        }
        if (writes && !table.ours()) {
            throw ProbeException.refused(target.name() + ": " + sql() + " belongs to '" + table.owner()
                    + "', not to the user of this target");
        }
        if (!table.schemaUsable()) {
            throw ProbeException.refused(target.name() + ": the user lacks USAGE on the schema " + SCHEMA);
        }
        if (!table.readable()) {
            throw ProbeException.refused(target.name() + ": the user lacks SELECT on " + sql());
        }
    }

    private ProbeException lacks(String what) {
        return ProbeException.refused(target.name() + " is configured without writes, and " + sql() + " " + what
                + "; run the probe once with writes: true and another user, or make it as docs/configuration.md says");
    }

    private void create(DatabaseSession session) throws SQLException, ProbeException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try {
            if (session.dialect() == Dialect.POSTGRESQL) {
                // Two instances may get here at once, and IF NOT EXISTS alone does not hold then.
                single(session, "select 1 from pg_advisory_xact_lock(hashtext('" + SCHEMA + "'))");
            }
            createSchema(session);
            session.execute("""
                    create table if not exists %s (
                      run bigint not null, id bigint not null, instance varchar(253) not null,
                      payload varchar(200) not null,
                      written_at timestamp with time zone default current_timestamp not null,
                      primary key (run, id))""".formatted(sql()),
                    "comment on table " + sql() + " is '" + MARKER + "'");
            connection.commit();
        } catch (SQLException | ProbeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void createSchema(DatabaseSession session) throws SQLException, ProbeException {
        Optional<Boolean> mayCreate = new Catalog(session).schema(SCHEMA);
        if (mayCreate.isPresent()) {
            if (!mayCreate.get()) {
                throw ProbeException.refused(target.name() + ": the user lacks CREATE on the schema " + SCHEMA);
            }
            return;
        }
        try {
            session.execute("create schema " + SCHEMA_SQL, "comment on schema " + SCHEMA_SQL + " is '"
                    + MARKER + "'");
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            throw ProbeException.refused(target.name() + ": the user may not make the schema " + SCHEMA
                    + "; let an owner run CREATE SCHEMA " + SCHEMA + " AUTHORIZATION <the user>");
        }
    }

    private void fill(DatabaseSession session, long last, int rows) throws SQLException {
        String numbers = switch (session.dialect()) {
            case POSTGRESQL -> "generate_series(?::bigint, ?::bigint) as numbers(i)";
            case H2 -> "(select x as i from system_range(?, ?))";
        };
        String sql = "insert into " + sql() + " (run, id, instance, payload) select 0, i, '', " + Payload.SQL
                + " from " + numbers + (session.dialect() == Dialect.POSTGRESQL ? " on conflict do nothing" : "");
        try (PreparedStatement insert = session.connection().prepareStatement(sql)) {
            insert.setLong(1, last + 1);
            insert.setLong(2, rows);
            insert.executeUpdate();
        }
    }

    private void removeLeftovers(DatabaseSession session, Assignment assignment, String where) throws SQLException {
        String old = where + " and (instance = ? or written_at < current_timestamp - interval '1' hour)";
        try (PreparedStatement delete = session.connection().prepareStatement(deletePiece(session, old))) {
            delete.setString(1, assignment.instance());
            deleteAll(delete);
        }
    }

    /** Removes what the run has written. */
    void removeRun(DatabaseSession session, Assignment assignment) throws SQLException {
        try (PreparedStatement delete = session.connection().prepareStatement(deletePiece(session, "run = ?"))) {
            delete.setLong(1, assignment.run());
            deleteAll(delete);
        }
    }

    private String deletePiece(DatabaseSession session, String where) {
        return switch (session.dialect()) {
            case POSTGRESQL -> "delete from " + sql() + " where (run, id) in (select run, id from " + sql() + " where "
                    + where + " limit " + PIECE + ")";
            case H2 -> "delete from " + sql() + " where " + where + " fetch first " + PIECE + " rows only";
        };
    }

    /** Piece by piece, each committed by itself: what is too much for one call's limit still becomes less. */
    private static void deleteAll(PreparedStatement piece) throws SQLException {
        while (piece.executeUpdate() == PIECE) {
            // There may be more.
        }
    }

    /** How many rows of the run meet a condition. */
    long count(DatabaseSession session, Assignment assignment, String condition) throws SQLException {
        return single(session, "select count(*) from " + sql() + " where run = " + assignment.run() + " and "
                + condition);
    }

    PreparedStatement insert(DatabaseSession session, Assignment assignment) throws SQLException {
        PreparedStatement insert = session.connection().prepareStatement(
                "insert into " + sql() + " (run, id, instance, payload) values (?, ?, ?, ?)");
        insert.setLong(1, assignment.run());
        insert.setString(3, assignment.instance());
        return insert;
    }

    private static long single(DatabaseSession session, String sql) throws SQLException {
        try (PreparedStatement query = session.connection().prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
