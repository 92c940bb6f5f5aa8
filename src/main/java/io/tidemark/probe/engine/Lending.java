package io.tidemark.probe.engine;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sessions of one run, so that all of them can be cut at once and none is ever forgotten. */
final class Lending {

    private final Duration limit;
    private final IdentityHashMap<Session, SessionPool> lent = new IdentityHashMap<>();
    private final Set<Session> severed = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean cut;

    /** @param limit the longest a call on a lent session may take */
    Lending(Duration limit) {
        this.limit = limit;
    }

    Session lend(SessionPool pool, SessionPool.Timing timing) throws Exception {
        if (isCut()) {
            throw late(pool);
        }
        Session session = pool.borrow(limit, timing);
        if (!add(session, pool)) {
            pool.discard(session);
            session.close();
            throw late(pool);
        }
        return session;
    }

    private static ProbeException late(SessionPool pool) {
        return new ProbeException(
                new Failure(Kind.TIMEOUT, pool.target().name() + " did not answer within the deadline of the run"),
                null);
    }

    private synchronized boolean add(Session session, SessionPool pool) {
        if (!cut) {
            lent.put(session, pool);
        }
        return !cut;
    }

    private synchronized boolean remove(Session session) {
        return lent.remove(session) != null;
    }

    /** Closes a session that was cut meanwhile: not every database does so at the cut, and now nobody uses it. */
    void takeBack(SessionPool pool, Session session) {
        if (remove(session)) {
            pool.giveBack(session);
        } else if (isSevered(session)) {
            session.close();
        }
    }

    private synchronized boolean isSevered(Session session) {
        return severed.remove(session);
    }

    synchronized boolean isCut() {
        return cut;
    }

    /** Cuts whatever is still lent; nothing is lent any more. */
    void cut() {
        for (Map.Entry<Session, SessionPool> one : takeAll()) {
            one.getValue().discard(one.getKey());
        }
    }

    private synchronized List<Map.Entry<Session, SessionPool>> takeAll() {
        cut = true;
        List<Map.Entry<Session, SessionPool>> all = new ArrayList<>();
        lent.forEach((session, pool) -> all.add(Map.entry(session, pool)));
        severed.addAll(lent.keySet());
        lent.clear();
        return all;
    }

    /** A workload's way to sessions of its source. */
    Assignment.Lender from(SessionPool pool) {
        return new Assignment.Lender() {
            @Override
            public Target target() {
                return pool.target();
            }

            @Override
            public DatabaseSession lend() throws Exception {
                return (DatabaseSession) Lending.this.lend(pool, SessionPool.Timing.NONE);
            }

            @Override
            public void takeBack(DatabaseSession session) {
                Lending.this.takeBack(pool, session);
            }
        };
    }
}
