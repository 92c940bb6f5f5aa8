package io.tidemark.alert.jpa;

import io.tidemark.history.StoreException;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Transactions of the room, whose failures are all the store's. */
record StoreSessions(SessionFactory sessions) {

    /** @param failure what could not be done, for the message */
    <T> T run(String failure, Function<StatelessSession, T> work) {
        try {
            return sessions.fromStatelessTransaction(work);
        } catch (RuntimeException | AssertionError e) { // a closed embedded store asserts that it is open
            throw new StoreException("the store does not answer: " + failure, e);
        }
    }
}
