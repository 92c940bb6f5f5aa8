package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A few sessions of one target. Connects only when asked, once per request, so that a wrong password is tried once and
 * its answer is seen as it is; keeps no thread; a session that was lost is replaced at the next request.
 */
public final class SessionPool implements AutoCloseable {

    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Target target;
    private final Semaphore free;
    private final boolean keepIdle;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /** Is told what getting a session took, in nanoseconds. */
    public interface Timing {

        Timing NONE = new Timing() {
            @Override
            public void waited(long nanos) {}

            @Override
            public void connected(long nanos) {}
        };

        /** Until there was room for one, and whether an idle one still works was known. */
        void waited(long nanos);

        /** The name of the server was looked up, for a new one. */
        default void lookedUp(long nanos) {}

        /** A new one was opened, beside looking up the name where that is told. */
        void connected(long nanos);
    }

    private record Idle(Session session, long since) {}

    /**
     * @param size the most sessions at once
     * @param keepIdle whether sessions stay open between uses, for at most a minute
     */
    public SessionPool(Target target, int size, boolean keepIdle) {
        this.target = target;
        this.free = new Semaphore(size, true);
        this.keepIdle = keepIdle;
    }

    public Target target() {
        return target;
    }

    /** Whether a session could be had without waiting for somebody to give one back. */
    public boolean hasRoom() {
        return free.availablePermits() > 0;
    }

    /**
     * A working session, an idle one or a new one; to be given back or discarded.
     *
     * @param limit the longest to wait for a free one, then to connect, then each of its calls
     */
    public Session borrow(Duration limit, Timing timing) throws Exception {
        long from = System.nanoTime();
        if (!free.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ProbeException(new Failure(Kind.POOL,
                    "all connections to " + target.name() + " were in use for the whole deadline"), null);
        }
        try {
            return reuseOrOpen(limit, from, timing);
        } catch (Throwable e) {
            free.release();
            throw e;
        }
    }

    private Session reuseOrOpen(Duration limit, long from, Timing timing) throws Exception {
        Session idle = takeIdle();
        long waited = System.nanoTime();
        timing.waited(waited - from);
        if (idle == null) {
            Session opened = target.open(limit);
            long opening = System.nanoTime() - waited;
            if (opened.lookupNanos() > 0) {
                timing.lookedUp(opened.lookupNanos());
            }
            timing.connected(opening - opened.lookupNanos());
            return opened;
        }
        try {
            idle.limit(limit);
            return idle;
        } catch (Exception e) {
            drop(idle);
            throw e;
        }
    }

    private @Nullable Session takeIdle() {
        while (true) {
            Idle newest = newest();
            if (newest == null) {
                return null;
            }
            if (newest.session.answers()) {
                return newest.session;
            }
            drop(newest.session);
            // What befell one befell all: asking each would take a second each.
            closeIdle(0);
        }
    }

    private synchronized @Nullable Idle newest() {
        return idle.pollLast();
    }

    /** Takes a session back for the next use; a lost one is closed instead. */
    public void giveBack(Session session) {
        try {
            session.reset();
        } catch (Exception _) {
            session.abort();
        }
        if (session.isBroken() || !keep(session)) {
            session.close();
        }
        free.release();
        closeIdle(IDLE_NANOS);
    }

    private synchronized boolean keep(Session session) {
        return keepIdle && !closed && idle.add(new Idle(session, System.nanoTime()));
    }

    /** Cuts a session that cannot be trusted any more; whoever still uses it closes it. */
    public void discard(Session session) {
        session.abort();
        free.release();
    }

    /** Gets rid of a session that nobody uses. The cut comes first, because a frozen server does not answer a farewell. */
    private static void drop(Session session) {
        session.abort();
        session.close();
    }

    private void closeIdle(long olderThan) {
        long now = System.nanoTime();
        for (Session session : takeIdle(now, olderThan)) {
            session.close();
        }
    }

    private synchronized Deque<Session> takeIdle(long now, long olderThan) {
        Deque<Session> old = new ArrayDeque<>();
        while (!idle.isEmpty() && now - idle.getFirst().since >= olderThan) {
            old.add(idle.removeFirst().session);
        }
        return old;
    }

    /** Closes what is idle, and whatever is given back from now on. */
    public void closeIdle() {
        synchronized (this) {
            closed = true;
        }
        closeIdle(0);
    }

    /** The same, and the target with it. */
    @Override
    public void close() {
        closeIdle();
        target.close();
    }
}
