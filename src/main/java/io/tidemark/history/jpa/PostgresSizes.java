package io.tidemark.history.jpa;

import io.tidemark.history.store.StoreTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;

/**
 * Sizes in PostgreSQL, from its files with all indexes. A partition is dropped as a whole and takes its files with it;
 * rows that are deleted one by one leave room behind that only new rows use, so that there rows are counted instead.
 */
final class PostgresSizes extends TierSizes {

    private static final String FILES = "select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c ";
    private static final String PARTITION = "c.oid = cast(? as regclass)";
    /** Indexes, page heads and row heads on top of what is in the columns, measured. */
    private static final double AROUND_ROWS = 1.25;
    private static final long SMALL = 8 << 20;
    private static final long LARGE = 32 << 20;
    private static final int SAMPLED = 200;

    private final Partitions partitions;

    PostgresSizes(SessionFactory sessions, Partitions partitions) {
        super(sessions);
        this.partitions = partitions;
    }

    @Override
    Used used(Connection connection, StoreTable tier) throws SQLException {
        long bytes = 0;
        long rows = 0;
        List<String> unmanaged = partitions.unmanaged(tier);
        for (String leaf : partitions.leaves(tier)) {
            long files = number(connection, FILES + "where " + PARTITION, leaf);
            boolean isManaged = !unmanaged.contains(leaf);
            long counted = isManaged && files > LARGE ? estimated(connection, leaf) : counted(connection, leaf);
            rows += counted;
            bytes += isManaged || files <= SMALL
                    ? files
                    : Math.min(files, (long) (counted * width(connection, tier, leaf) * AROUND_ROWS));
        }
        return new Used(bytes, rows);
    }

    private static long counted(Connection connection, String leaf) throws SQLException {
        return number(connection, "select count(*) from " + leaf);
    }

    /** From the statistics, which may count what was just written twice. */
    private static long estimated(Connection connection, String leaf) throws SQLException {
        return number(connection, "select greatest(reltuples::bigint, pg_stat_get_live_tuples(c.oid)) "
                + "from pg_class c where " + PARTITION, leaf);
    }

    @Override
    long others(Connection connection, List<StoreTable> tiers) throws SQLException {
        String mine = String.join(",", tiers.stream().map(tier -> "'" + tier.table() + "'").toList());
        return number(connection, FILES + "where c.relkind = 'r' and not c.relispartition "
                + "and c.relnamespace = current_schema()::regnamespace and c.relname not in (" + mine + ")");
    }

    @Override
    long file(Connection connection, List<StoreTable> tiers) throws SQLException {
        return number(connection, FILES
                + "where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace");
    }

    /** Bytes of the newest rows as they are stored, on average. */
    private static double width(Connection connection, StoreTable tier, String leaf) throws SQLException {
        String columns = String.join("+",
                columns(connection, leaf).stream().map(name -> "coalesce(pg_column_size(" + name + "),0)").toList());
        return number(connection, "select coalesce(avg(" + columns + "), 0)::bigint from (select * from " + leaf
                + " order by " + tier.key() + " desc limit " + SAMPLED + ") newest");
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet found = connection.getMetaData().getColumns(null, connection.getSchema(), table, "%")) {
            while (found.next()) {
                names.add(found.getString("COLUMN_NAME"));
            }
        }
        return names;
    }

    private static long number(Connection connection, String sql, String... parameter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameter.length; i++) {
                query.setString(i + 1, parameter[i]);
            }
            return number(query);
        }
    }
}
