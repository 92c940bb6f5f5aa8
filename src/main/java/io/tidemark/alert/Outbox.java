package io.tidemark.alert;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way from a change to the people: kept first, then handed to each channel's thread. */
final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final int AT_ONCE = 1_000;
    private static final long BREATH = 1_000_000_000L;
    private static final Duration LAST = Duration.ofSeconds(2);

    private final BlockingQueue<AlertRecord> queue;
    private final Keeper keeper;
    private final SortedMap<String, Round> rounds;
    private final Retention retention;
    private final Thread thread = Thread.ofPlatform().daemon().name("alert-outbox").unstarted(this::run);
    private volatile boolean closed;

    /** @param queue of what is to be kept and told; without a bound, as changes are few and each leaves soon */
    Outbox(BlockingQueue<AlertRecord> queue, Keeper keeper, SortedMap<String, Round> rounds, Retention retention) {
        this.queue = queue;
        this.keeper = keeper;
        this.rounds = rounds;
        this.retention = retention;
    }

    void start() {
        rounds.values().forEach(Round::start);
        thread.start();
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                step(next());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that waits, up to a bound: one by one, a store that is slow would have each wait for those before it. */
    private List<AlertRecord> next() throws InterruptedException {
        AlertRecord first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<AlertRecord> items = new ArrayList<>(List.of(first));
        queue.drainTo(items, AT_ONCE - 1);
        return items;
    }

    private void step(List<AlertRecord> items) throws InterruptedException {
        try {
            pass(items);
            keeper.retryUnkept();
            if (items.isEmpty()) {
                retention.due().ifPresent(keeper::whenFree);
            }
        } catch (RuntimeException e) {
            LOG.error("the outbox failed and goes on", e);
        } catch (Error e) { // such as memory that is short for a moment
            rest(e);
        }
    }

    private static void rest(Error e) {
        try {
            LOG.error("the outbox failed and goes on", e);
        } catch (RuntimeException | Error _) {
            // Without memory even this may fail.
        }
        LockSupport.parkNanos(BREATH);
    }

    /** Keeps records and tells of those that are to be told. */
    private void pass(List<AlertRecord> items) throws InterruptedException {
        try {
            keeper.keep(items);
        } finally {
            items.forEach(this::tell);
        }
    }

    private void tell(AlertRecord item) {
        if (item instanceof AlertRecord.Changed changed) {
            Message message = Message.of(changed.change());
            rounds.forEach((channel, round) -> {
                if (changed.channels().contains(channel)) {
                    round.add(message);
                }
            });
        }
    }

    /** Ends the channels first, so that their last receipts are kept. */
    @Override
    public void close() {
        try (keeper) {
            rounds.values().forEach(Round::stop);
            for (Round round : rounds.values()) {
                round.end();
            }
            closed = true;
            thread.join(LAST);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
