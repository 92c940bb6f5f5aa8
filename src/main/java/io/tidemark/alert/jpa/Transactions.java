package io.tidemark.alert.jpa;

import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Transactions on the store, whose every failure is the same to those who ask. */
final class Transactions {

    private final SessionFactory sessions;

    Transactions(EntityManagerFactory entities) {
        sessions = entities.unwrap(SessionFactory.class);
    }

    /** The condition that an id is one of an instance, whose bits are the parameter `bits`; see {@link Ids}. */
    static String ours(String id) {
        return "mod(" + id + " / " + Ids.INSTANCE_UNIT + ", " + Ids.INSTANCES + ") = :bits";
    }

    /** @param failure what did not work, should it not */
    <T> T run(String failure, Function<StatelessSession, T> work) {
        try {
            return sessions.fromStatelessTransaction(work);
        } catch (RuntimeException | AssertionError e) { // a closed embedded store asserts that it is open
            throw new StoreException("the store does not answer: " + failure, e);
        }
    }
}
