package io.tidemark.probe.target;

import java.util.Locale;

/**
 * Why an operation failed.
 *
 * @param sentence for people; never contains a secret
 */
public record Failure(Kind kind, String sentence) {

    /** The closed set of kinds that failures are counted by. */
    public enum Kind {
        /** No answer within the deadline, or cancelled at it. */
        TIMEOUT,
        /** No lock within the limit that waiting for one has, so that nobody queues up behind us. */
        LOCK,
        /** No connection of ours was free in time; the target has not been asked. */
        POOL,
        /** Not even begun when its time was over. */
        UNSTARTED,
        /** Made to fail on purpose. */
        INJECTED,
        /** Not connected, or the connection was lost. */
        CONNECT,
        /** Name or password not accepted. */
        AUTH,
        /** A rule of the data was violated, such as a unique key. */
        CONSTRAINT,
        /** The statement or command itself is wrong, or lost against a concurrent one. */
        STATEMENT,
        /** Understood and denied: rights, read-only, limits, out of memory. */
        REFUSED,
        /** The two sides do not understand each other. */
        PROTOCOL,
        OTHER;

        /** Whether it is a matter of time, so that how long it took belongs to the latencies. */
        public boolean isLatency() {
            return switch (this) {
                case TIMEOUT, LOCK, POOL, UNSTARTED -> true;
                case INJECTED, CONNECT, AUTH, CONSTRAINT, STATEMENT, REFUSED, PROTOCOL, OTHER -> false;
            };
        }

        /** The word used in {@code Run.errors} and exports. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
