package io.tidemark.threshold.jpa;

import io.tidemark.history.StoreException;
import io.tidemark.threshold.RuleChange;
import io.tidemark.threshold.StoredRule;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Keeps rules through JPA. */
public final class JpaRuleStore implements RuleStore {

    private final SessionFactory sessions;
    private final int most;

    public JpaRuleStore(EntityManagerFactory entities) {
        this(entities, MOST_CHANGES);
    }

    JpaRuleStore(EntityManagerFactory entities, int most) {
        this.sessions = entities.unwrap(SessionFactory.class);
        this.most = most;
    }

    @Override
    public List<StoredRule> rules(int bits) {
        return run("rules could not be read", session -> session
                .createSelectionQuery("from RuleRow where bits = :bits order by name", RuleRow.class)
                .setParameter("bits", bits).list().stream().map(RuleRow::rule).toList());
    }

    @Override
    public void write(int bits, List<RuleChange> changes) {
        run("rules could not be written, and stay as they are", session -> {
            changes.forEach(change -> write(session, bits, change));
            trim(session, bits);
            return changes.size();
        });
    }

    private static void write(StatelessSession session, int bits, RuleChange change) {
        String after = change.after();
        if (after == null) {
            session.createMutationQuery("delete from RuleRow where bits = :bits and name = :name")
                    .setParameter("bits", bits).setParameter("name", change.name()).executeUpdate();
        } else {
            session.upsert(new RuleRow(bits, change.name(), after));
        }
        session.insert(new RuleChangeRow(bits, change));
    }

    private void trim(StatelessSession session, int bits) {
        List<Long> beyond = session
                .createSelectionQuery("select id from RuleChangeRow where bits = :bits order by id desc", Long.class)
                .setParameter("bits", bits).setFirstResult(most).setMaxResults(1).list();
        if (!beyond.isEmpty()) {
            session.createMutationQuery("delete from RuleChangeRow where bits = :bits and id <= :id")
                    .setParameter("bits", bits).setParameter("id", beyond.getFirst()).executeUpdate();
        }
    }

    @Override
    public List<RuleChange> changes(int bits, @Nullable String name, long before, int limit) {
        return run("changes of rules could not be read", session -> {
            var query = session.createSelectionQuery("from RuleChangeRow where bits = :bits and id < :before"
                    + (name == null ? "" : " and name = :name") + " order by id desc", RuleChangeRow.class)
                    .setParameter("bits", bits).setParameter("before", before).setMaxResults(limit);
            if (name != null) {
                query.setParameter("name", name);
            }
            return query.list().stream().map(RuleChangeRow::change).toList();
        });
    }

    @Override
    public long highestId() {
        return run("changes of rules could not be read", session -> {
            Long highest = session.createSelectionQuery("select max(id) from RuleChangeRow", Long.class)
                    .getSingleResultOrNull();
            return highest == null ? 0 : highest;
        });
    }

    private <T> T run(String failure, Function<StatelessSession, T> work) {
        try {
            return sessions.fromStatelessTransaction(work);
        } catch (RuntimeException | AssertionError e) { // a closed embedded store asserts that it is open
            throw new StoreException("the store does not answer: " + failure, e);
        }
    }
}
