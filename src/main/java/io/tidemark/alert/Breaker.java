package io.tidemark.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When one receiver may be tried again. Used by one thread; any may read its circuit. */
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String name;
    private final Pace pace;
    private volatile Circuit circuit = Circuit.CLOSED;
    private long pausedAt;
    private Duration pause = Duration.ZERO;
    private @Nullable Long firstFailure;

    /** @param name of the channel */
    Breaker(String name, Pace pace) {
        this.name = name;
        this.pace = pace;
    }

    Circuit circuit() {
        return circuit;
    }

    boolean isCalm() {
        return circuit.failures() == 0;
    }

    /** How long to wait until the next attempt; not positive when it may be made now. */
    Duration left() {
        return pause.minus(since(pausedAt));
    }

    /** Lets nothing be tried for so long, and answers how long that is. */
    Duration pause(Duration length) {
        pausedAt = pace.ticker().getAsLong();
        pause = length;
        return length;
    }

    /**
     * An attempt has failed; answers how long to wait until the next.
     *
     * @param after how long the receiver asked to be left alone
     */
    Duration failed(String reason, Optional<Duration> after) {
        if (isCalm()) {
            LOG.warn("channel {} could not be told, it is tried again: {}", name, reason);
            firstFailure = pace.ticker().getAsLong();
        }
        Duration wait = pause(pace.backOff().after(circuit.failures() + 1, after));
        Instant now = pace.clock().instant();
        circuit = circuit.failed(now, reason, now.plus(wait));
        return wait;
    }

    /** The receiver has taken something. */
    void recovered() {
        if (!isCalm()) {
            LOG.info("channel {} takes messages again after {} failed attempts", name, circuit.failures());
        }
        close();
    }

    /** What comes next is another matter than what failed. */
    void close() {
        circuit = Circuit.CLOSED;
        firstFailure = null;
    }

    /** Whether nothing has been taken for so long, however the clock was set meanwhile. */
    boolean hasFailedFor(Duration length) {
        return firstFailure != null && since(firstFailure).compareTo(length) >= 0;
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(pace.ticker().getAsLong() - nanos);
    }
}
