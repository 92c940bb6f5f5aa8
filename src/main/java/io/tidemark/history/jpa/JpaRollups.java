package io.tidemark.history.jpa;

import io.tidemark.history.store.Rollups;
import io.tidemark.history.store.UnrolledHour;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** What rolling up samples and runs have in common: the marks, and rows of an hour each under a key that begins with whose. */
abstract class JpaRollups implements Rollups {

    private static final int FETCH = 200;

    private final SessionFactory sessions;
    private final RollupMarks marks;

    JpaRollups(SessionFactory sessions, RollupMarks marks) {
        this.sessions = sessions;
        this.marks = marks;
    }

    SessionFactory sessions() {
        return sessions;
    }

    @Override
    public final List<UnrolledHour> unrolled(String instance, Instant endedBefore, Instant overdue, int most) {
        return sessions.fromStatelessTransaction(
                session -> marks.unrolled(session, instance, endedBefore, overdue, most));
    }

    @Override
    public final void done(UnrolledHour hour) {
        sessions.inStatelessTransaction(session -> marks.remove(session, hour));
    }

    /** @param owner part of the key that says whose hours they are */
    static <R> void read(StatelessSession session, Class<R> rows, String owner, Object value, Instant from, Instant to,
            Consumer<R> sink) {
        try (Stream<R> found = session
                .createSelectionQuery("from " + rows.getSimpleName() + " r where r.key." + owner + " = :owner "
                        + "and r.key.startAt >= :from and r.key.startAt < :to order by r.key.startAt", rows)
                .setParameter("owner", value).setParameter("from", from).setParameter("to", to).setFetchSize(FETCH)
                .getResultStream()) {
            found.forEach(sink);
        }
    }
}
