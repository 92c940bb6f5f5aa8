package io.tidemark.probe.target;

import java.time.Duration;

/** One connection to a target, used by one thread at a time. */
public sealed interface Session extends AutoCloseable
        permits DatabaseSession, CacheSession, HttpSession, WebSocketSession, LocalSession {

    /** The longest a single call may take from now on. */
    void limit(Duration limit) throws Exception;

    /** What looking up the server's name took when it was opened, in nanoseconds; 0 where that is not told apart. */
    default long lookupNanos() {
        return 0;
    }

    /** Asks the other side whether the connection still works; takes a second at the most. */
    boolean answers();

    /** Whether the connection is known to be lost, without asking. */
    boolean isBroken();

    /** Makes the session as it was when opened; before it is used for something else. */
    void reset() throws Exception;

    /** Cuts the connection from another thread, so that whoever waits on it stops waiting. */
    void abort();

    /** Never throws: there is nothing to be done about a connection that does not close. */
    @Override
    void close();
}
