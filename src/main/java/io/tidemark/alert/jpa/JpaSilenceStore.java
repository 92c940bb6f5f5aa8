package io.tidemark.alert.jpa;

import io.tidemark.alert.Silence;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Keeps silences through JPA. */
public final class JpaSilenceStore implements SilenceStore {

    private static final String OVER = "(endedAt is not null or (endsAt is not null and endsAt <= :at))";
    private static final String OURS = Transactions.ours("id");

    private final Transactions transactions;

    public JpaSilenceStore(EntityManagerFactory entities) {
        transactions = new Transactions(entities);
    }

    @Override
    public void save(Silence silence) {
        transactions.run("a silence could not be written", session -> {
            session.upsert(new SilenceRow(silence));
            return silence;
        });
    }

    @Override
    public void delete(long id) {
        transactions.run("a silence could not be taken back", session -> session
                .createMutationQuery("delete from SilenceRow where id = :id").setParameter("id", id).executeUpdate());
    }

    @Override
    public List<Silence> notOver(int bits, Instant at) {
        return read("from SilenceRow where " + OURS + " and not " + OVER + " order by id", bits,
                query -> query.setParameter("at", at));
    }

    @Override
    public List<Silence> list(int bits, long before, int limit, @Nullable Instant over) {
        String which = over == null ? "" : " and " + OVER;
        return read("from SilenceRow where " + OURS + " and id < :before" + which + " order by id desc", bits,
                query -> {
                    query.setParameter("before", before).setMaxResults(limit);
                    return over == null ? query : query.setParameter("at", over);
                });
    }

    @Override
    public Optional<Silence> find(int bits, long id) {
        return read("from SilenceRow where " + OURS + " and id = :id", bits, query -> query.setParameter("id", id))
                .stream().findFirst();
    }

    @Override
    public void removeOver(Instant before) {
        transactions.run("old silences could not be removed", session -> session
                .createMutationQuery("delete from SilenceRow where endedAt < :before or endsAt < :before")
                .setParameter("before", before).executeUpdate());
    }

    private List<Silence> read(String query, int bits,
            java.util.function.UnaryOperator<SelectionQuery<SilenceRow>> parameters) {
        return transactions.run("silences could not be read",
                session -> parameters.apply(selection(session, query, bits))
                        .list().stream().map(SilenceRow::silence).toList());
    }

    private static SelectionQuery<SilenceRow> selection(StatelessSession session, String query, int bits) {
        return session.createSelectionQuery(query, SilenceRow.class).setParameter("bits", bits);
    }
}
