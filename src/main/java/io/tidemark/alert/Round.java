package io.tidemark.alert;

import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Receiver;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one channel's postman; a receiver that hangs holds up nobody else. */
final class Round {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration LAST = Duration.ofSeconds(1);

    private final Receiver receiver;
    private final Mailbox mailbox;
    private final Postman postman;
    private final Semaphore added = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    Round(String name, Receiver receiver, Mailbox mailbox, Postman postman) {
        this.receiver = receiver;
        this.mailbox = mailbox;
        this.postman = postman;
        this.thread = Thread.ofVirtual().name("alert-channel-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(Message message) {
        mailbox.add(message);
        added.release();
    }

    /** Tells what is in the outbox already. */
    void resume(Collection<Long> changes) {
        mailbox.leave(changes);
        added.release();
    }

    Receiver receiver() {
        return receiver;
    }

    DeliveryStatus status() {
        return postman.status();
    }

    Circuit circuit() {
        return postman.circuit();
    }

    private void run() {
        try {
            while (!closed) {
                Duration wait = step();
                if (added.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    added.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration step() throws InterruptedException {
        try {
            return postman.step().orElse(IDLE);
        } catch (RuntimeException | Error e) {
            complain(e);
            return LAST;
        }
    }

    private static void complain(Throwable e) {
        try {
            LOG.error("a channel's thread failed and goes on", e);
        } catch (RuntimeException | Error _) {
            // Without memory even this may fail.
        }
    }

    /** Lets the message on its way be the last. */
    void stop() {
        closed = true;
        added.release();
    }

    /**
     * Waits for it, but not for long; what is left is told after the next start. Never interrupts: the thread may be
     * reading the embedded store, which that would close.
     */
    void end() throws InterruptedException {
        thread.join(LAST);
    }
}
