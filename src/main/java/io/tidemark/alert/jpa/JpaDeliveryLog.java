package io.tidemark.alert.jpa;

import io.tidemark.alert.jpa.AlertRecord.Receipt;
import jakarta.persistence.EntityManagerFactory;
import java.util.Arrays;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Reads the outbox through JPA. */
public final class JpaDeliveryLog implements DeliveryLog {

    private static final int MOST = 10_000;

    private final Transactions transactions;

    public JpaDeliveryLog(EntityManagerFactory entities) {
        transactions = new Transactions(entities);
    }

    @Override
    public List<Entry> list(Question question, int limit) {
        Receipt state = question.state();
        return transactions.run("deliveries could not be read", session -> session.createSelectionQuery("""
                from OutboxRow where (change < :change or change = :change and channel > :after)
                and state in :states and (:channel = '' or channel = :channel)
                order by change desc, channel""", OutboxRow.class).setParameter("change", question.beforeChange())
                .setParameter("after", question.afterChannel())
                .setParameterList("states", state == null ? Arrays.asList(Receipt.values()) : List.of(state))
                .setParameter("channel", question.channel() == null ? "" : question.channel())
                .setMaxResults(limit).list().stream().map(OutboxRow::entry).toList());
    }

    @Override
    public List<Long> revive(int bits, String channel, @Nullable Long change) {
        return transactions.run("dead letters could not be put back", session -> {
            List<OutboxRow> dead = dead(session, bits, channel, change);
            dead.forEach(row -> {
                row.revive();
                session.update(row);
            });
            return dead.stream().map(OutboxRow::change).toList();
        });
    }

    private static List<OutboxRow> dead(StatelessSession session, int bits, String channel, @Nullable Long change) {
        return session.createSelectionQuery("""
                from OutboxRow row where row.channel = :channel and row.state = :dead
                and %s and row.change between :first and :last
                and not exists (select 1 from OutboxRow newer where newer.alert = row.alert
                    and newer.channel = :channel and newer.change > row.change and newer.state <> :dead)
                order by row.change""".formatted(Transactions.ours("row.change")), OutboxRow.class)
                .setParameter("channel", channel)
                .setParameter("bits", bits).setParameter("dead", Receipt.DEAD)
                .setParameter("first", change == null ? 0 : change)
                .setParameter("last", change == null ? Long.MAX_VALUE : change).setMaxResults(MOST).list();
    }
}
