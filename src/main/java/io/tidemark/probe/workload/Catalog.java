package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a database says of our schema and of the table a probe would use. */
record Catalog(DatabaseSession session) {

    private static final String POSTGRES_TABLE = """
            select c.relkind = 'r', coalesce(obj_description(c.oid, 'pg_class'), ''),
                   has_schema_privilege(n.oid, 'usage'), has_table_privilege(c.oid, 'select'),
                   pg_has_role(c.relowner, 'usage'), pg_get_userbyid(c.relowner)::text
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = ?""";
    /** Has no owners, and shows only what the user has a right to. */
    private static final String MARIADB_TABLE = """
            select table_type = 'BASE TABLE', coalesce(table_comment, ''), true, true, true, ''
            from information_schema.tables where table_schema = ? and table_name = ?""";
    private static final String H2_TABLE = """
            select table_type = 'BASE TABLE', coalesce(remarks, ''), true, true, true, 'sa'
            from information_schema.tables where table_schema = ? and table_name = ?""";
    /** Without those that others inherit from: a delete would reach into the others. */
    private static final String POSTGRES_MARKED = """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relkind = 'r' and obj_description(c.oid, 'pg_class') = ?
                  and not c.relhassubclass and has_schema_privilege(n.oid, 'usage')
                  and pg_has_role(c.relowner, 'usage')
                  and 4 = (select count(*) from pg_attribute a where a.attrelid = c.oid
                           and a.attname in ('run', 'id', 'instance', 'written_at') and not a.attisdropped)
            order by c.relname""";
    private static final String OTHER_MARKED = """
            select t.table_name from information_schema.tables t
            where t.table_schema = ? and t.table_type = 'BASE TABLE' and t.%s = ?
                  and 4 = (select count(*) from information_schema.columns c where c.table_schema = t.table_schema
                           and c.table_name = t.table_name
                           and lower(c.column_name) in ('run', 'id', 'instance', 'written_at'))
            order by t.table_name""";
    private static final String POSTGRES_SCHEMA = "select has_schema_privilege(oid, 'create') from pg_namespace"
            + " where nspname = ?";
    private static final String OTHER_SCHEMA = "select true from information_schema.schemata where schema_name = ?";

    /** A relation of the name we would use. */
    record Table(boolean ordinary, String comment, boolean schemaUsable, boolean readable, boolean ours,
            String owner) {}

    Optional<Table> table(String schema, String name) throws SQLException {
        String sql = switch (session.dialect()) {
            case POSTGRESQL -> POSTGRES_TABLE;
            case MARIADB -> MARIADB_TABLE;
            case H2 -> H2_TABLE;
        };
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            query.setString(1, schema);
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Table(row.getBoolean(1), row.getString(2), row.getBoolean(3),
                                row.getBoolean(4), row.getBoolean(5), row.getString(6)))
                        : Optional.empty();
            }
        }
    }

    /** Tables with a comment that the user may write to, and that have the columns all of ours have. */
    List<String> marked(String schema, String comment) throws SQLException {
        String sql = switch (session.dialect()) {
            case POSTGRESQL -> POSTGRES_MARKED;
            case MARIADB -> OTHER_MARKED.formatted("table_comment");
            case H2 -> OTHER_MARKED.formatted("remarks");
        };
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            query.setString(1, schema);
            query.setString(2, comment);
            try (ResultSet row = query.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (row.next()) {
                    names.add(row.getString(1));
                }
                // None of our names has a quote in it.
                return names.stream().filter(name -> name.indexOf('"') < 0).toList();
            }
        }
    }

    /** Whether we may make tables in the schema; empty when there is none. */
    Optional<Boolean> schema(String name) throws SQLException {
        String sql = switch (session.dialect()) {
            case POSTGRESQL -> POSTGRES_SCHEMA;
            case MARIADB, H2 -> OTHER_SCHEMA;
        };
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
            }
        }
    }
}
