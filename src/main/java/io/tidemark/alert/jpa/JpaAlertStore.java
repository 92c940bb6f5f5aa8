package io.tidemark.alert.jpa;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Keeps alerts through JPA. */
public final class JpaAlertStore implements AlertStore {

    private static final int MANY = 10_000;

    private final Transactions transactions;

    public JpaAlertStore(EntityManagerFactory entities) {
        transactions = new Transactions(entities);
    }

    @Override
    public void write(List<AlertRecord> records) {
        transactions.run("alerts could not be written", session -> {
            records.forEach(item -> write(session, item));
            return records.size();
        });
    }

    private static void write(StatelessSession session, AlertRecord item) {
        switch (item) {
            case AlertRecord.Waiting waiting -> save(session, waiting.alert().id(), waiting.alert(), List.of());
            case AlertRecord.Dropped dropped -> drop(session, dropped.alert());
            case AlertRecord.Changed changed -> {
                save(session, changed.change().id(), changed.change().alert(), changed.channels());
                changed.channels().forEach(channel -> post(session, changed, channel));
            }
            case AlertRecord.Told told -> receive(session, told);
        }
    }

    /** A change that is late may be written at the same time as a later one from the journal: so the row is locked. */
    private static void save(StatelessSession session, long revision, Alert alert, List<String> channels) {
        AlertRow row = session.get(AlertRow.class, alert.id(), LockMode.PESSIMISTIC_WRITE);
        if (row == null) {
            session.insert(new AlertRow(revision, alert, channels));
        } else if (row.advance(revision, alert, channels)) {
            session.update(row);
        }
    }

    private static void drop(StatelessSession session, long alert) {
        session.createMutationQuery("delete from AlertRow where id = :id and state = :pending")
                .setParameter("id", alert).setParameter("pending", AlertState.PENDING).executeUpdate();
    }

    private static void post(StatelessSession session, AlertRecord.Changed changed, String channel) {
        if (session.get(OutboxRow.class, new OutboxRow.Key(changed.change().id(), channel)) == null) {
            session.insert(new OutboxRow(changed.change(), channel));
        }
    }

    private static void receive(StatelessSession session, AlertRecord.Told told) {
        OutboxRow row = session.get(OutboxRow.class, new OutboxRow.Key(told.change(), told.channel()),
                LockMode.PESSIMISTIC_WRITE);
        if (row != null && row.advance(told)) {
            session.update(row);
        }
    }

    /** By the bits of its ids, see {@code Ids}, so that an instance with a new name takes up its own. */
    @Override
    public List<Open> open(int bits) {
        return read(session -> session
                .createSelectionQuery("from AlertRow where " + Transactions.ours("id")
                        + " and state in :open order by id", AlertRow.class)
                .setParameter("bits", bits)
                .setParameterList("open", List.of(AlertState.PENDING, AlertState.FIRING)).list().stream()
                .map(row -> new Open(row.alert(), row.channels())).toList());
    }

    @Override
    public long highestId() {
        return read(session -> Stream
                .of("select max(id) from AlertRow", "select max(revision) from AlertRow",
                        "select max(change) from OutboxRow", "select max(id) from SilenceRow")
                .mapToLong(query -> highest(session, query)).max().orElseThrow());
    }

    private static long highest(StatelessSession session, String query) {
        Long highest = session.createSelectionQuery(query, Long.class).getSingleResultOrNull();
        return highest == null ? 0 : highest;
    }

    @Override
    public List<Untold> untold(int bits) {
        return read(session -> session.createSelectionQuery("""
                select change, channel, attempts from OutboxRow
                where state = :pending and %s order by change, channel""".formatted(Transactions.ours("change")),
                Untold.class)
                .setParameter("pending", Receipt.PENDING).setParameter("bits", bits).list());
    }

    @Override
    public Map<Long, Letter> letters(String channel, Collection<Long> changes) {
        return read(session -> session.createSelectionQuery(
                "from OutboxRow where channel = :channel and change in :changes and state = :pending", OutboxRow.class)
                .setParameter("channel", channel).setParameterList("changes", changes)
                .setParameter("pending", Receipt.PENDING).list().stream()
                .collect(Collectors.toMap(OutboxRow::change, OutboxRow::letter)));
    }

    @Override
    public List<Alert> list(long before, int limit, @Nullable AlertState state) {
        List<AlertState> states = state == null ? List.of(AlertState.values()) : List.of(state);
        return read(session -> session
                .createSelectionQuery("from AlertRow where id < :before and state in :states order by id desc",
                        AlertRow.class)
                .setParameter("before", before).setParameterList("states", states).setMaxResults(limit).list()
                .stream().map(AlertRow::alert).toList());
    }

    @Override
    public Optional<Alert> find(long id) {
        return read(session -> Optional.ofNullable(session.get(AlertRow.class, id)).map(AlertRow::alert));
    }

    @Override
    public List<Alert> firing(Instant start, Instant end, int limit) {
        return read(session -> session.createSelectionQuery("""
                from AlertRow where firedAt <= :finish and (resolvedAt is null or resolvedAt >= :start)
                order by firedAt desc, id desc""", AlertRow.class).setParameter("start", start)
                .setParameter("finish", end).setMaxResults(limit).list().stream().map(AlertRow::alert).toList());
    }

    @Override
    public int remove(Instant before, int limit) {
        return transactions.run("old alerts could not be removed", session -> {
            List<Long> ids = session.createSelectionQuery(
                    "select id from AlertRow where state = :resolved and resolvedAt < :before order by resolvedAt",
                    Long.class).setParameter("resolved", AlertState.RESOLVED).setParameter("before", before)
                    .setMaxResults(Math.min(limit, MANY)).list();
            if (!ids.isEmpty()) {
                session.createMutationQuery("delete from OutboxRow where alert in :ids").setParameterList("ids", ids)
                        .executeUpdate();
                session.createMutationQuery("delete from AlertRow where id in :ids").setParameterList("ids", ids)
                        .executeUpdate();
            }
            return ids.size();
        });
    }

    private <T> T read(Function<StatelessSession, T> work) {
        return transactions.run("alerts could not be read", work);
    }
}
