package io.tidemark.history.jpa;

import io.tidemark.history.store.Tier;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** Writes and deletes rows of whole hours. */
final class Rows {

    private Rows() {}

    static void put(StatelessSession session, Object row, boolean isNew) {
        if (isNew) {
            session.insert(row);
        } else {
            session.update(row);
        }
    }

    /** Deletes rows of hours that ended before, at most so many, and returns how many those were. */
    static <K> int deleteBefore(StatelessSession session, String rows, Class<K> keys, Function<K, Object> row,
            Instant before, int most) {
        List<K> old = session
                .createSelectionQuery("select r.key from " + rows + " r where r.key.startAt < :before "
                        + "order by r.key.startAt", keys)
                .setParameter("before", Tier.HOURS.floor(before)).setMaxResults(most).getResultList();
        session.deleteMultiple(old.stream().map(row).toList());
        return old.size();
    }
}
