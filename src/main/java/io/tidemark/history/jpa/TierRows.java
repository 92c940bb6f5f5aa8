package io.tidemark.history.jpa;

import io.tidemark.history.jpa.HistoryFloor.LateArrival;
import io.tidemark.history.store.StoreTable;
import io.tidemark.history.store.Tier;
import io.tidemark.metric.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Deletes the oldest rows of any tier that are rolled up, few at a time and found by its key. */
final class TierRows {

    private final SessionFactory sessions;
    private final Function<StoreTable, List<String>> tables;

    /** @param tables which of a tier's tables lose their rows one by one */
    TierRows(SessionFactory sessions, Function<StoreTable, List<String>> tables) {
        this.sessions = sessions;
        this.tables = tables;
    }

    int deleteOlder(StoreTable tier, Instant before, int most) {
        List<String> names = tables.apply(tier);
        try {
            return sessions.fromStatelessTransaction(session -> {
                Instant limit = HistoryFloor.removable(session, tier, before);
                int deleted = 0;
                for (String table : names) {
                    deleted += deleted < most ? deleteOlder(session, tier, table, limit, most) : 0;
                }
                return deleted;
            });
        } catch (LateArrival _) {
            return 0;
        }
    }

    /** A bound cut, because a delete with a sub-select is far slower. Rows that began at the cut all go. */
    private static int deleteOlder(StatelessSession session, StoreTable tier, String table, Instant before, int most) {
        Oldest oldest = session.doReturningWork(connection -> oldest(connection, tier, table, before, most));
        if (oldest.key() == null) {
            return 0;
        }
        int deleted = session.doReturningWork(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from " + table + " where " + tier.key() + " <= ? and " + tier.end() + " <= ?")) {
                delete.setObject(1, oldest.key());
                delete.setObject(2, oldest.end());
                return delete.executeUpdate();
            }
        });
        HistoryFloor.removed(session, tier, before, oldest.end() == null
                ? before
                : Tier.HOURS.floor(oldest.end().toInstant().plusMillis(Tier.HOURS.millis())));
        return deleted;
    }

    /** The newest key and end among the oldest rows. */
    private record Oldest(@Nullable Object key, @Nullable OffsetDateTime end) {}

    private static Oldest oldest(Connection connection, StoreTable tier, String table, Instant before, int most)
            throws SQLException {
        try (PreparedStatement oldest = connection.prepareStatement("select max(k), max(e) from (select " + tier.key()
                + " as k, " + tier.end() + " as e from " + table + " where " + tier.key() + " < ? and " + tier.end()
                + " < ? order by " + tier.key() + " fetch first " + most + " rows only) as oldest")) {
            oldest.setObject(1, key(tier, before));
            oldest.setObject(2, before.atOffset(ZoneOffset.UTC));
            try (ResultSet found = oldest.executeQuery()) {
                found.next();
                return new Oldest(found.getObject(1, type(tier)), found.getObject(2, OffsetDateTime.class));
            }
        }
    }

    static Class<?> type(StoreTable tier) {
        return switch (tier.kind()) {
            case TIME -> OffsetDateTime.class;
            case ID -> Long.class;
        };
    }

    /** An instant as the tier's key. */
    static Object key(StoreTable tier, Instant at) {
        return switch (tier.kind()) {
            case TIME -> at.atOffset(ZoneOffset.UTC);
            case ID -> Ids.at(at);
        };
    }

    /** The tier's key as an instant. */
    static @Nullable Instant instant(@Nullable Object key) {
        return switch (key) {
            case OffsetDateTime time -> time.toInstant();
            case Long id -> Ids.instant(id);
            case null, default -> null;
        };
    }
}
