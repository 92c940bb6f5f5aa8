package io.tidemark.probe;

import io.tidemark.probe.target.Limits;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a target may be kept busy or waited for, whatever its probes ask for.
 *
 * @param statement the longest a statement may run, 2 s by default
 * @param lock the longest to wait for a lock, 200 ms by default
 * @param idleInTransaction the longest a transaction may stay open while nothing is sent, 5 s by default
 * @param socket the longest to wait for an answer of any kind, 5 s by default
 * @param operationsPerMinute what all probes of the target may ask of it together, 600,000 by default
 */
public record LimitSettings(@Nullable Duration statement, @Nullable Duration lock,
        @Nullable Duration idleInTransaction, @Nullable Duration socket,
        @Nullable Integer operationsPerMinute) {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException with one sentence that names the key */
    static Limits read(String key, @Nullable LimitSettings written) {
        if (written == null) {
            return Limits.USUAL;
        }
        return new Limits(within(key + ".statement", written.statement, Limits.USUAL.statement()),
                within(key + ".lock", written.lock, Limits.USUAL.lock()),
                within(key + ".idle-in-transaction", written.idleInTransaction, Limits.USUAL.idleInTransaction()),
                within(key + ".socket", written.socket, Limits.USUAL.socket()));
    }

    /** @throws IllegalArgumentException with one sentence that names the key */
    static int operationsPerMinute(String key, @Nullable LimitSettings written) {
        return Bounds.within(key + ".operations-per-minute", written == null ? null : written.operationsPerMinute,
                600_000, 1, 100_000_000);
    }

    private static Duration within(String key, @Nullable Duration written, Duration usual) {
        return Bounds.within(key, written, usual, LEAST, MOST);
    }
}
