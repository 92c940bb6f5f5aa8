package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What the user of a target may do, besides reading. */
final class Rights {

    /** Administers, or may change a table that is neither the server's nor made by us. */
    private static final String POSTGRES = """
            select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls
                or pg_has_role('pg_execute_server_program', 'usage') or pg_has_role('pg_write_server_files', 'usage')
                or exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.relkind in ('r', 'p')
                        and n.nspname not in ('pg_catalog', 'information_schema', 'tidemark_probe')
                        and n.nspname not like 'pg\\_temp\\_%' and n.nspname not like 'pg\\_toast%'
                        and has_table_privilege(c.oid, 'insert, update, delete, truncate'))
            from pg_roles where rolname = current_user""";
    /** Nobody but an administrator sees the rights of others; those on our own schema do not count. */
    private static final String MARIADB = """
            select exists (select 1 from information_schema.user_privileges
                    where privilege_type not in ('USAGE', 'SELECT', 'SHOW VIEW', 'PROCESS', 'REPLICATION CLIENT',
                        'BINLOG MONITOR', 'SLAVE MONITOR', 'REPLICA MONITOR'))
                or exists (select 1 from information_schema.schema_privileges
                    where table_schema <> 'tidemark_probe' and privilege_type not in ('SELECT', 'SHOW VIEW'))
                or exists (select 1 from information_schema.table_privileges
                    where table_schema <> 'tidemark_probe' and privilege_type not in ('SELECT', 'SHOW VIEW'))""";
    private static final String H2 = "select is_admin from information_schema.users where user_name = current_user";

    private Rights() {}

    /** Whether it may do more than read; empty when the server does not say. */
    static Optional<Boolean> beyondReading(DatabaseSession session) throws SQLException {
        String sql = switch (session.dialect()) {
            case POSTGRESQL -> POSTGRES;
            case MARIADB -> MARIADB;
            case H2 -> H2;
        };
        try (PreparedStatement query = session.connection().prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
        }
    }
}
