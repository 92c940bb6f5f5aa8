package io.tidemark.history.jpa;

import org.hibernate.StatelessSession;

/** Writes rows that may be there already. */
final class Rows {

    private Rows() {}

    static void put(StatelessSession session, Object row, boolean isNew) {
        if (isNew) {
            session.insert(row);
        } else {
            session.update(row);
        }
    }
}
