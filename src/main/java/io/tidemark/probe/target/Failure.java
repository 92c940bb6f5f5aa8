package io.tidemark.probe.target;

import java.util.Locale;

/**
 * Why an operation failed.
 *
 * @param sentence for people; never contains a secret
 */
public record Failure(Kind kind, String sentence) {

    /** An HTTP status that is not the one that was expected. */
    public static Failure ofStatus(String target, int status) {
        return new Failure(Kind.ofStatus(status), target + " answered with status " + status);
    }

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
        /** The other side has said that it ends the conversation. */
        CLOSED,
        /** The name of the host stands for no address. */
        DNS,
        /** No trust: an expired certificate, another host's, one of an unknown authority; or no common way to encrypt. */
        TLS,
        /** An HTTP status that says the request is at fault. */
        STATUS_4XX,
        /** An HTTP status that says the server is at fault. */
        STATUS_5XX,
        /** Asked to come back later: HTTP status 429. */
        RATE_LIMITED,
        /** The answer broke off before it was complete. */
        CUT,
        /** Not sent, because it might cost more than is left of the day's budget. */
        BUDGET,
        /** The answer is not as it must be. */
        ASSERTION,
        /** The answer is larger than what is read of one. */
        TOO_LARGE,
        /** The answer leads elsewhere, where nobody asked to follow or following is not allowed. */
        REDIRECT,
        /** The address is one that nothing of ours connects to. */
        FORBIDDEN,
        /** A program or its directory is not there. */
        NOT_FOUND,
        /** A program ended with an exit code that is not expected. */
        EXIT_CODE,
        /** A program was ended by a signal that was not ours. */
        SIGNAL,
        /** A program ended, and processes it had started went on. */
        SURVIVORS,
        OTHER;

        /** Asked too often (RFC 6585). */
        private static final int TOO_MANY_REQUESTS = 429;

        /** Whether it is a matter of time, so that how long it took belongs to the latencies. */
        public boolean isLatency() {
            return switch (this) {
                case TIMEOUT, LOCK, POOL, UNSTARTED -> true;
                case INJECTED, CONNECT, AUTH, CONSTRAINT, STATEMENT, REFUSED, PROTOCOL, CLOSED, DNS, TLS, STATUS_4XX,
                        STATUS_5XX, RATE_LIMITED, CUT, BUDGET, ASSERTION, TOO_LARGE, REDIRECT, FORBIDDEN, NOT_FOUND,
                        EXIT_CODE,
                        SIGNAL, SURVIVORS, OTHER ->
                    false;
            };
        }

        /** What an HTTP status says that is not the one that was expected. */
        static Kind ofStatus(int status) {
            return switch (status / 100) {
                case 3 -> REDIRECT;
                case 4 -> status == TOO_MANY_REQUESTS ? RATE_LIMITED : STATUS_4XX;
                case 5 -> STATUS_5XX;
                default -> ASSERTION;
            };
        }

        /** The word used in {@code Run.errors} and exports. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
