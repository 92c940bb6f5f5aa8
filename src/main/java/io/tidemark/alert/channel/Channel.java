package io.tidemark.alert.channel;

import java.time.Duration;
import java.util.Optional;

/**
 * One way to tell people. Stateless; may block for seconds, as each has a thread of its own. Its text form says where
 * it leads, without secrets.
 */
public interface Channel {

    /**
     * Tells once; whether to try again is up to the caller.
     *
     * @throws InterruptedException when the service stops
     */
    Delivery send(Notification notification) throws InterruptedException;

    /** Exactly what {@link #send} would send, with every secret masked. */
    String preview(Notification notification);

    /** How many changes one message may stand for. */
    default int most() {
        return Notification.MOST;
    }

    /** How often the receiver must hear again what still fires; empty when once is enough. */
    default Optional<Duration> refresh() {
        return Optional.empty();
    }
}
