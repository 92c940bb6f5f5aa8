package io.tidemark.history.jpa;

import io.tidemark.metric.Ids;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Gives each instance of a shared store bits of its own for its ids. */
final class InstanceClaims {

    private static final int TRIES = 20;

    private final SessionFactory sessions;

    InstanceClaims(SessionFactory sessions) {
        this.sessions = sessions;
    }

    int claim(String instance, String token) {
        for (int attempt = 1;; attempt++) {
            try {
                return sessions.fromStatelessTransaction(session -> {
                    Integer known = known(session, token);
                    return known == null ? claimFree(session, instance, token) : known;
                });
            } catch (PersistenceException e) {
                // Another instance may have taken the same bits at the same moment.
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static @Nullable Integer known(StatelessSession session, String token) {
        return session.createSelectionQuery("select c.bits from InstanceClaimRow c where c.token = :token",
                Integer.class).setParameter("token", token).getSingleResultOrNull();
    }

    private static int claimFree(StatelessSession session, String instance, String token) {
        Set<Integer> taken = new HashSet<>(
                session.createSelectionQuery("select c.bits from InstanceClaimRow c", Integer.class).getResultList());
        for (int bits = 0; bits < Ids.INSTANCES; bits++) {
            if (!taken.contains(bits)) {
                session.insert(new InstanceClaimRow(bits, instance, token, Instant.now()));
                return bits;
            }
        }
        throw new IllegalStateException("all " + Ids.INSTANCES + " instances of this store are taken; delete the rows "
                + "of those that are gone from instance_claim");
    }
}
