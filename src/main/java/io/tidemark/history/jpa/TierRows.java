package io.tidemark.history.jpa;

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
import org.jspecify.annotations.Nullable;

/** Deletes the oldest rows of any tier, few at a time and found by its key. */
final class TierRows {

    private final SessionFactory sessions;
    private final Function<Tier, List<String>> tables;

    /** @param tables which of a tier's tables lose their rows one by one */
    TierRows(SessionFactory sessions, Function<Tier, List<String>> tables) {
        this.sessions = sessions;
        this.tables = tables;
    }

    int deleteOlder(Tier tier, Instant before, int most) {
        int deleted = 0;
        for (String table : tables.apply(tier)) {
            deleted += deleted < most ? deleteOlder(tier, table, before, most) : 0;
        }
        return deleted;
    }

    /** A bound cut, because a delete with a sub-select is far slower. Rows that began at the cut all go. */
    private int deleteOlder(Tier tier, String table, Instant before, int most) {
        return sessions.fromStatelessTransaction(session -> session.doReturningWork(connection -> {
            Object limit = key(tier, before);
            Object cut = cut(connection, tier, table, limit, most);
            if (cut == null) {
                return 0;
            }
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from " + table + " where " + tier.key() + " <= ? and " + tier.end() + " < ?")) {
                delete.setObject(1, cut);
                delete.setObject(2, limit);
                return delete.executeUpdate();
            }
        }));
    }

    /** The newest key among the oldest rows. */
    private static @Nullable Object cut(Connection connection, Tier tier, String table, Object limit, int most)
            throws SQLException {
        try (PreparedStatement oldest = connection.prepareStatement("select max(k) from (select " + tier.key()
                + " as k from " + table + " where " + tier.key() + " < ? and " + tier.end() + " < ? order by "
                + tier.key() + " fetch first " + most + " rows only) as oldest")) {
            oldest.setObject(1, limit);
            oldest.setObject(2, limit);
            try (ResultSet found = oldest.executeQuery()) {
                found.next();
                return found.getObject(1, type(tier));
            }
        }
    }

    static Class<?> type(Tier tier) {
        return switch (tier.kind()) {
            case TIME -> OffsetDateTime.class;
            case ID -> Long.class;
        };
    }

    /** An instant as the tier's key. */
    static Object key(Tier tier, Instant at) {
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
