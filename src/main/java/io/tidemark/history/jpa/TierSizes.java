package io.tidemark.history.jpa;

import io.tidemark.history.store.StoreSize;
import io.tidemark.history.store.StoreSize.TierSize;
import io.tidemark.history.store.StoreTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Measures tiers; how much room they take is told by each database in its own way. */
abstract sealed class TierSizes permits H2Sizes, PostgresSizes {

    /** Growth is taken from the newest rows of this time. */
    private static final Duration RECENT = Duration.ofHours(6);
    /** With less, one writing more or less would make all the difference. */
    private static final Duration TOO_SHORT = Duration.ofMinutes(30);

    private final SessionFactory sessions;

    TierSizes(SessionFactory sessions) {
        this.sessions = sessions;
    }

    final StoreSize of(List<StoreTable> tiers) {
        return sessions.fromStatelessTransaction(session -> session.doReturningWork(connection -> {
            Map<StoreTable, TierSize> sizes = new LinkedHashMap<>();
            for (StoreTable tier : tiers) {
                sizes.put(tier, size(connection, tier));
            }
            StoreSize told = new StoreSize(sizes, others(connection, tiers), 0);
            StoreSize used = told.times(share(connection, told.bytes()));
            return new StoreSize(used.tiers(), used.otherBytes(), Math.max(used.bytes(), file(connection, tiers)));
        }));
    }

    /** How much of the bytes that tables were told to use can be there at all; at most 1. */
    double share(Connection connection, long bytes) throws SQLException {
        return 1;
    }

    /** Bytes of rows and indexes, free room left out, and about how many rows there are. */
    abstract Used used(Connection connection, StoreTable tier) throws SQLException;

    /** Bytes of all tables that are of no tier. */
    abstract long others(Connection connection, List<StoreTable> tiers) throws SQLException;

    /** Bytes of the files. */
    abstract long file(Connection connection, List<StoreTable> tiers) throws SQLException;

    /** What a tier takes. */
    record Used(long bytes, long rows) {}

    private TierSize size(Connection connection, StoreTable tier) throws SQLException {
        Used used = used(connection, tier);
        Instant oldest = end(connection, tier, "min");
        Instant newest = end(connection, tier, "max");
        double rate = oldest == null || newest == null ? 0 : rowsPerDay(connection, tier, oldest, newest);
        return new TierSize(used.bytes(), used.rows(), oldest, rate);
    }

    private static @Nullable Instant end(Connection connection, StoreTable tier, String which) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet found = query
                        .executeQuery("select " + which + "(" + tier.key() + ") from " + tier.table())) {
            found.next();
            return TierRows.instant(found.getObject(1, TierRows.type(tier)));
        }
    }

    private static double rowsPerDay(Connection connection, StoreTable tier, Instant oldest, Instant newest)
            throws SQLException {
        Instant start = newest.minus(RECENT).isAfter(oldest) ? newest.minus(RECENT) : oldest;
        Duration span = Duration.between(start, newest);
        if (span.compareTo(TOO_SHORT) < 0) {
            return 0;
        }
        try (PreparedStatement count = connection
                .prepareStatement("select count(*) from " + tier.table() + " where " + tier.key() + " > ?")) {
            count.setObject(1, TierRows.key(tier, start));
            return number(count) * (double) Duration.ofDays(1).toMillis() / span.toMillis();
        }
    }

    static long number(PreparedStatement query) throws SQLException {
        try (ResultSet found = query.executeQuery()) {
            return found.next() ? found.getLong(1) : 0;
        }
    }
}
