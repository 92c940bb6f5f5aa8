package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Dialect;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A table of a probe, in our own schema and marked as ours. Rows to read are under run 0 and stay; rows a run writes
 * carry its id and instance and are removed after it, or by the next run or sweep of the instance, or an hour later by
 * anybody's.
 */
final class OwnTable {

    static final String SCHEMA = "tidemark_probe";
    /** Quoted, because unquoted names mean upper case to one database and lower case to the other. */
    private static final String SCHEMA_SQL = '"' + SCHEMA + '"';
    static final String MARKER = "Tidemark probe data: made by Tidemark, may be dropped at any time";

    /** Rows deleted at a time. */
    private static final int PIECE = 1_000;
    /** Rows made at a time: few enough for the limit of a statement also on a slow or busy server. */
    private static final int FILLED = 2_000;

    /** What most workloads read and write: one text per row. */
    private static final Layout PAYLOAD = Layout.of("payload", "varchar(200) not null", Payload::sql);
    /** The longest identifier that every database takes. */
    private static final int LONGEST_NAME = 63;

    private final String name;
    private final Target target;
    private final Layout layout;

    private OwnTable(String name, Target target, Layout layout) {
        this.name = name;
        this.target = target;
        this.layout = layout;
    }

    /** The table called as the probe, of rows with a payload each. */
    static OwnTable of(Assignment assignment) {
        return new OwnTable(assignment.probe(), assignment.target(), PAYLOAD);
    }

    /** The same, in the database a cache is filled from. */
    static OwnTable of(Assignment assignment, Target source) {
        return new OwnTable(assignment.probe(), source, PAYLOAD);
    }

    /**
     * A table called as the probe and the part, for workloads that need several or other columns.
     *
     * @param part lower-case letters, at most 20
     */
    static OwnTable of(Assignment assignment, String part, Layout layout) {
        return new OwnTable(named(assignment.probe(), part), assignment.target(), layout);
    }

    /** Names of probes are safe inside double quotes; a long one is cut and told apart by its hash. */
    private static String named(String probe, String part) {
        String whole = probe + "." + part;
        if (whole.length() <= LONGEST_NAME) {
            return whole;
        }
        String hash = Integer.toHexString(probe.hashCode());
        return probe.substring(0, LONGEST_NAME - part.length() - hash.length() - 2) + "-" + hash + "." + part;
    }

    /** As it stands in SQL. */
    String sql() {
        return SCHEMA_SQL + ".\"" + name + '"';
    }

    /** Makes sure that rows 1 to n can be read. */
    void prepareRows(DatabaseSession session, Assignment assignment) throws SQLException, ProbeException {
        prepareRows(session, assignment, assignment.rows());
    }

    void prepareRows(DatabaseSession session, Assignment assignment, int rows) throws SQLException, ProbeException {
        boolean writes = target.writes();
        prepareTable(session, writes);
        long last = single(session, "select coalesce(max(id), 0) from " + sql() + " where run = 0");
        if (last < rows) {
            if (!writes) {
                throw lacks("has " + last + " of the " + rows + " rows that are needed");
            }
            fill(session, last, rows);
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
            throw lacks(new Sql(session.dialect()).absent());
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
                // Two instances may get here at once, and IF NOT EXISTS alone does not hold then, nor name an index.
                single(session, "select 1 from pg_advisory_xact_lock(hashtext('" + SCHEMA + "'))");
            }
            if (new Catalog(session).table(SCHEMA, name).isEmpty()) {
                createSchema(session);
                createTable(session);
            }
            connection.commit();
        } catch (SQLException | ProbeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void createTable(DatabaseSession session) throws SQLException {
        Sql sql = new Sql(session.dialect());
        session.execute("create table if not exists " + sql() + " (" + layout.declared(sql) + ")"
                + sql.tableEnding(MARKER));
        session.execute(sql.afterTable(sql(), MARKER, layout.indexes()).toArray(String[]::new));
    }

    private void createSchema(DatabaseSession session) throws SQLException, ProbeException {
        Optional<Boolean> mayCreate = new Catalog(session).schema(SCHEMA);
        if (mayCreate.isPresent()) {
            if (!mayCreate.get()) {
                throw ProbeException.refused(target.name() + ": the user lacks CREATE on the schema " + SCHEMA);
            }
            return;
        }
        Sql sql = new Sql(session.dialect());
        try {
            session.execute(sql.createSchema(SCHEMA_SQL, MARKER).toArray(String[]::new));
        } catch (SQLException e) {
            if (target.explain(e).kind() != Kind.REFUSED) {
                throw e;
            }
            throw ProbeException.refused(target.name() + ": the user may not make the schema " + SCHEMA
                    + "; let an owner run " + sql.askForSchema(SCHEMA));
        }
    }

    private void fill(DatabaseSession session, long last, int rows) throws SQLException {
        Sql sql = new Sql(session.dialect());
        try (PreparedStatement insert = session.connection()
                .prepareStatement("insert into " + sql() + " (run, id, instance, "
                        + layout.names() + ") select 0, i, '', " + layout.filled(sql) + " from " + sql.numbers()
                        + sql.unlessThere())) {
            for (long from = last + 1; from <= rows; from += FILLED) {
                insert.setLong(1, from);
                insert.setLong(2, Math.min(rows, from + FILLED - 1));
                insert.executeUpdate();
            }
        }
    }

    private void removeLeftovers(DatabaseSession session, Assignment assignment, String where) throws SQLException {
        String old = where + " and (instance = ? or written_at < " + new Sql(session.dialect()).anHourAgo() + ")";
        try (PreparedStatement delete = session.connection().prepareStatement(piece(session, old))) {
            delete.setString(1, assignment.instance());
            deleteAll(delete);
        }
    }

    /** Removes what the run has written. */
    void removeRun(DatabaseSession session, Assignment assignment) throws SQLException {
        try (PreparedStatement delete = session.connection().prepareStatement(piece(session, "run = ?"))) {
            delete.setLong(1, assignment.run());
            deleteAll(delete);
        }
    }

    /** The marked tables of the schema that this user may write to, in the order of their names. */
    static List<Marked> marked(DatabaseSession session) throws SQLException {
        return new Catalog(session).marked(SCHEMA, MARKER).stream().map(Marked::new).toList();
    }

    /** One of them, whichever probe made it. */
    record Marked(String name) {

        /** Removes rows of runs that are over: of this instance, and those of anybody that are older than an hour. */
        Leftovers.Swept sweep(DatabaseSession session, String instance, Leftovers.Running running,
                BooleanSupplier goOn) throws SQLException {
            Sql sql = new Sql(session.dialect());
            String over = "run > 0" + except(running.going()) + " and ((instance = ? and run < ?) or written_at < "
                    + sql.anHourAgo() + ")";
            try (PreparedStatement delete = session.connection()
                    .prepareStatement(sql.deletePiece(SCHEMA_SQL + ".\"" + name + '"', over, PIECE))) {
                delete.setString(1, instance);
                delete.setLong(2, running.from());
                long removed = 0;
                for (int pieces = 0; goOn.getAsBoolean(); pieces++) {
                    int last = delete.executeUpdate();
                    removed += last;
                    if (last < PIECE) {
                        return new Leftovers.Swept(removed, pieces + 1L, true);
                    }
                }
                return new Leftovers.Swept(removed, removed / PIECE, false);
            }
        }

        private static String except(Set<Long> runs) {
            return runs.isEmpty()
                    ? ""
                    : runs.stream().map(String::valueOf).collect(Collectors.joining(", ", " and run not in (", ")"));
        }
    }

    private String piece(DatabaseSession session, String where) {
        return new Sql(session.dialect()).deletePiece(sql(), where, PIECE);
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

    /** Inserts a row of this run: parameter 2 is its id, those from 4 on are the columns of the layout. */
    PreparedStatement insert(DatabaseSession session, Assignment assignment) throws SQLException {
        PreparedStatement insert = session.connection().prepareStatement(insert());
        insert.setLong(1, assignment.run());
        insert.setString(3, assignment.instance());
        return insert;
    }

    /** The same as text. */
    String insert() {
        return "insert into " + sql() + " (run, id, instance, " + layout.names() + ") values (?, ?, ?"
                + ", ?".repeat(layout.columns().size()) + ")";
    }

    private static long single(DatabaseSession session, String sql) throws SQLException {
        try (PreparedStatement query = session.connection().prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
