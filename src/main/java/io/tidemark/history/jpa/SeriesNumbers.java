package io.tidemark.history.jpa;

import io.tidemark.metric.Series;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The rows of series that are known, so that writing a block asks for none of them. */
final class SeriesNumbers {

    private final Map<Key, Long> known = new ConcurrentHashMap<>();

    Optional<Long> known(StatelessSession session, String instance, Series series) {
        Key key = new Key(instance, series);
        Long number = known.get(key);
        if (number == null) {
            number = find(session, key);
            if (number != null) {
                known.put(key, number);
            }
        }
        return Optional.ofNullable(number);
    }

    /** Numbers that hold once their transaction is committed. */
    Draft draft() {
        return new Draft();
    }

    private static @Nullable Long find(StatelessSession session, Key key) {
        return session
                .createSelectionQuery("select s.id from SeriesRow s where s.instance = :instance "
                        + "and s.metric = :metric and s.labels = :labels", Long.class)
                .setParameter("instance", key.instance()).setParameter("metric", key.series().metric())
                .setParameter("labels", key.series().labels().toString()).getSingleResultOrNull();
    }

    /** New numbers of one transaction. */
    final class Draft {

        private final Map<Key, Long> added = new HashMap<>();

        long number(StatelessSession session, String instance, Series series) {
            Key key = new Key(instance, series);
            Long number = known.get(key);
            return number != null ? number : added.computeIfAbsent(key, _ -> {
                Long found = find(session, key);
                return found == null ? insert(session, key) : found;
            });
        }

        void keep() {
            known.putAll(added);
        }

        private long insert(StatelessSession session, Key key) {
            return (Long) session.insert(
                    new SeriesRow(key.instance(), key.series().metric(), key.series().labels().toString()));
        }
    }

    private record Key(String instance, Series series) {}
}
