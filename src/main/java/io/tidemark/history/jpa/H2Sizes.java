package io.tidemark.history.jpa;

import io.tidemark.history.store.StoreTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.SessionFactory;

/**
 * Sizes in H2, from its pages: its file does not shrink while it is open, and holds free room that is used again. H2's
 * own estimate takes a few milliseconds, but tells a page that is in memory since it was written in steps of up to a half
 * more than it takes, so that together they may be told more than the file has in use (docs/decisions/0012).
 */
final class H2Sizes extends TierSizes {

    private static final String USED = "select db_object_approximate_total_size('TABLE', current_schema, ?)";

    /** Bytes of a chunk that are no pages: head, foot and, on the average, half a block of 4 KiB. */
    private static final int CHUNK_OVERHEAD = 1024 + 128 + 2048;

    H2Sizes(SessionFactory sessions) {
        super(sessions);
    }

    @Override
    Used used(Connection connection, StoreTable tier) throws SQLException {
        // Counted without looking at any row.
        try (PreparedStatement rows = connection.prepareStatement("select count(*) from " + tier.table())) {
            return new Used(bytes(connection, tier.table().toUpperCase(Locale.ROOT)), number(rows));
        }
    }

    @Override
    long others(Connection connection, List<StoreTable> tiers) throws SQLException {
        List<String> others = new ArrayList<>();
        try (PreparedStatement tables = connection.prepareStatement("select table_name from information_schema.tables "
                + "where table_schema = current_schema and table_type = 'BASE TABLE'");
                ResultSet found = tables.executeQuery()) {
            while (found.next()) {
                others.add(found.getString(1));
            }
        }
        others.removeIf(table -> tiers.stream().anyMatch(tier -> tier.table().equalsIgnoreCase(table)));
        long sum = 0;
        for (String table : others) {
            sum += bytes(connection, table);
        }
        return sum;
    }

    @Override
    double share(Connection connection, long bytes) throws SQLException {
        // Whole percents, cut off.
        double pages = setting(connection, "FILE_SIZE") * (setting(connection, "FILL_RATE") + 0.5) / 100
                - (double) CHUNK_OVERHEAD * setting(connection, "CHUNK_COUNT");
        double used = Math.max(0, pages) * (setting(connection, "CHUNKS_FILL_RATE") + 0.5) / 100;
        return bytes == 0 || used == 0 ? 1 : Math.min(1, used / bytes);
    }

    @Override
    long file(Connection connection, List<StoreTable> tiers) throws SQLException {
        return setting(connection, "FILE_SIZE");
    }

    private static long setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement setting = connection.prepareStatement("select cast(setting_value as bigint) "
                + "from information_schema.settings where setting_name = ?")) {
            setting.setString(1, "info." + name);
            return number(setting);
        }
    }

    private static long bytes(Connection connection, String table) throws SQLException {
        try (PreparedStatement used = connection.prepareStatement(USED)) {
            used.setString(1, table);
            return number(used);
        }
    }
}
