package io.tidemark.history.jpa;

import io.tidemark.history.store.Tier;
import io.tidemark.history.store.UnrolledHour;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** Remembers which hours are to be rolled up, in the transaction that makes it so. */
enum RollupMarks {
    SAMPLES("samples"),
    RUNS("runs");

    private final String kind;

    RollupMarks(String kind) {
        this.kind = kind;
    }

    /** Every hour from one instant to another. */
    static void addHours(SortedSet<Instant> hours, Instant from, Instant to) {
        long end = to.toEpochMilli();
        for (long at = Tier.HOURS.floor(from.toEpochMilli()); at <= end; at += Tier.HOURS.millis()) {
            hours.add(Instant.ofEpochMilli(at));
        }
    }

    /** In the order of time, so that two that touch the same ones wait for each other and no more. */
    void touch(StatelessSession session, String instance, SortedSet<Instant> hours) {
        for (Instant hour : hours) {
            RollupMarkKey key = new RollupMarkKey(kind, instance, hour);
            int known = session
                    .createMutationQuery("update RollupMarkRow m set m.touched = m.touched + 1 where m.key = :key")
                    .setParameter("key", key).executeUpdate();
            if (known == 0) {
                session.insert(new RollupMarkRow(key));
            }
        }
    }

    List<UnrolledHour> unrolled(StatelessSession session, String instance, Instant endedBefore, Instant overdue,
            int most) {
        return session
                .createSelectionQuery("from RollupMarkRow m where m.key.kind = :kind and (m.key.startAt < :overdue "
                        + "or m.key.instance = :instance and m.key.startAt <= :last) "
                        + "order by m.key.startAt, m.key.instance", RollupMarkRow.class)
                .setParameter("kind", kind).setParameter("overdue", overdue).setParameter("instance", instance)
                .setParameter("last", endedBefore.minusMillis(Tier.HOURS.millis())).setMaxResults(most)
                .getResultList().stream()
                .map(row -> new UnrolledHour(row.key.instance(), row.key.startAt(), row.touched)).toList();
    }

    void remove(StatelessSession session, UnrolledHour hour) {
        session.createMutationQuery("delete from RollupMarkRow m where m.key = :key and m.touched = :touched")
                .setParameter("key", new RollupMarkKey(kind, hour.instance(), hour.start()))
                .setParameter("touched", hour.touched()).executeUpdate();
    }

    Optional<Instant> oldest(StatelessSession session) {
        return Optional.ofNullable(session
                .createSelectionQuery("select min(m.key.startAt) from RollupMarkRow m where m.key.kind = :kind",
                        Instant.class)
                .setParameter("kind", kind).getSingleResultOrNull());
    }

    /** Starts of the marked hours between two instants. */
    SortedSet<Long> between(StatelessSession session, Instant from, Instant to) {
        return starts(question(session, "", from, to));
    }

    /** Starts of the marked hours of one instance between two instants. */
    SortedSet<Long> between(StatelessSession session, String instance, Instant from, Instant to) {
        return starts(question(session, "and m.key.instance = :instance ", from, to).setParameter("instance",
                instance));
    }

    private SelectionQuery<Instant> question(StatelessSession session, String further, Instant from, Instant to) {
        return session
                .createSelectionQuery("select m.key.startAt from RollupMarkRow m where m.key.kind = :kind " + further
                        + "and m.key.startAt between :from and :to", Instant.class)
                .setParameter("kind", kind).setParameter("from", Tier.HOURS.floor(from)).setParameter("to", to);
    }

    private static SortedSet<Long> starts(SelectionQuery<Instant> question) {
        SortedSet<Long> starts = new TreeSet<>();
        question.getResultList().forEach(start -> starts.add(start.toEpochMilli()));
        return starts;
    }
}
