package io.tidemark.history.jpa;

import io.tidemark.history.store.Tier;
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
 * own estimate takes a few milliseconds and is within a percent of the file after compaction (docs/measurements.md).
 */
final class H2Sizes extends TierSizes {

    private static final String USED = "select db_object_approximate_total_size('TABLE', current_schema, ?)";

    H2Sizes(SessionFactory sessions) {
        super(sessions);
    }

    @Override
    Used used(Connection connection, Tier tier) throws SQLException {
        // Counted without looking at any row.
        try (PreparedStatement rows = connection.prepareStatement("select count(*) from " + tier.table())) {
            return new Used(bytes(connection, tier.table().toUpperCase(Locale.ROOT)), number(rows));
        }
    }

    @Override
    long others(Connection connection, List<Tier> tiers) throws SQLException {
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
    long file(Connection connection, List<Tier> tiers) throws SQLException {
        try (PreparedStatement size = connection.prepareStatement("select cast(setting_value as bigint) "
                + "from information_schema.settings where setting_name = 'info.FILE_SIZE'")) {
            return number(size);
        }
    }

    private static long bytes(Connection connection, String table) throws SQLException {
        try (PreparedStatement used = connection.prepareStatement(USED)) {
            used.setString(1, table);
            return number(used);
        }
    }
}
