package io.tidemark.probe.target;

import java.time.Duration;

/**
 * How long a target may be kept busy or waited for, whatever a probe asks for. Kept on both sides: the server ends what
 * lasts too long, and should it not answer, we hang up.
 *
 * @param statement the longest a statement may run
 * @param lock the longest to wait for a lock, so that nobody queues up behind us
 * @param idleInTransaction the longest a transaction may stay open while we send nothing
 * @param socket the longest to wait for an answer of any kind
 */
public record Limits(Duration statement, Duration lock, Duration idleInTransaction, Duration socket) {

    /** What counts where nothing is configured. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    /** The server gets this much longer to say that it has cancelled, before we hang up. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** The smaller of these limits and those of one run. */
    Limits within(Duration limit) {
        return new Limits(smaller(statement, limit), smaller(lock, limit),
                smaller(idleInTransaction, limit.multipliedBy(2)), smaller(socket, limit.plus(GRACE)));
    }

    /** The longest to wait for a connection. */
    Duration connecting(Duration limit) {
        return smaller(socket, limit);
    }

    private static Duration smaller(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Some servers only count in seconds, and take 0 for "for ever" or "not at all". */
    static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
