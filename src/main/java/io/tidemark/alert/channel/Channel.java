package io.tidemark.alert.channel;

/** One way to tell people. Stateless; may block for seconds, as each has a thread of its own. */
public interface Channel {

    /**
     * Tells once; whether to try again is up to the caller.
     *
     * @throws InterruptedException when the service stops
     */
    Delivery send(Message message) throws InterruptedException;
}
