package io.tidemark.alert;

import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.channel.Route;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.alert.jpa.AlertStore.Untold;
import io.tidemark.alert.jpa.RecordCodec;
import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import io.tidemark.metric.BackOff;
import io.tidemark.metric.Ids;
import io.tidemark.threshold.Judgement;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the room together and takes up what an earlier life left, before anything is judged: the journal is written
 * into the store first, so that there is one place to read from.
 */
final class AlertsStart {

    private static final Logger LOG = LoggerFactory.getLogger(AlertsStart.class);
    private static final int ATTEMPTS = 3;

    private final Parts parts;
    private final Restraint restraint;
    private final Duration patience;
    private final BlockingQueue<AlertRecord> queue = new LinkedBlockingQueue<>();

    private AlertsStart(Parts parts, Restraint restraint, Duration patience) {
        this.parts = parts;
        this.restraint = restraint;
        this.patience = patience;
    }

    /** @param channels by name */
    record Parts(String instance, Ids ids, InstantSource clock, AlertStore store, Journal journal,
            SortedMap<String, Receiver> channels) {}

    /**
     * The room at work. Closing it tells what is on its way and keeps what there still is to keep.
     *
     * @param rounds by the name of the channel
     */
    record Started(OpenAlerts alerts, SortedMap<String, Round> rounds, Outbox outbox) implements AutoCloseable {

        @Override
        public void close() {
            outbox.close();
        }
    }

    /**
     * Starts the room.
     *
     * @param patience so long changes may wait for the store before they are journalled and told
     * @param rules names of all rules there are now
     * @param causes looks at what moved with a breach
     * @throws StoreException when the store does not answer
     */
    static Started start(Parts parts, Restraint restraint, Duration patience, Set<String> rules,
            Function<Judgement, Causes> causes) {
        return new AlertsStart(parts, restraint, patience).start(rules, causes);
    }

    private Started start(Set<String> rules, Function<Judgement, Causes> causes) {
        Journal.Topic<AlertRecord> topic = parts.journal.register("alert-change", new RecordCodec(),
                parts.store::write);
        write(topic.recovered());
        parts.ids.startAbove(parts.store.highestId());
        List<AlertStore.Open> open = parts.store.open(parts.ids.instanceBits());
        AlertBook book = new AlertBook(parts.instance, parts.ids, routing(), restraint, causes);
        OpenAlerts alerts = new OpenAlerts(book, queue::add, parts.clock);
        SortedMap<String, Round> rounds = rounds(alerts, parts.store.untold(parts.ids.instanceBits()),
                new JournalReceipts(topic));
        Outbox outbox = new Outbox(queue, new Keeper(parts.store, topic, System::nanoTime, patience), rounds,
                new Retention(parts.store, parts.clock));
        alerts.restore(open, rules);
        outbox.start();
        return new Started(alerts, rounds, outbox);
    }

    private void write(List<AlertRecord> recovered) {
        if (recovered.isEmpty()) {
            return;
        }
        try {
            parts.store.write(recovered);
        } catch (StoreException _) {
            recovered.forEach(this::writeOne);
        }
    }

    /** The journal's own writer may be writing the same record at the same time; then the second attempt finds it. */
    private void writeOne(AlertRecord item) {
        for (int attempt = 1;; attempt++) {
            try {
                parts.store.write(List.of(item));
                return;
            } catch (StoreException e) {
                if (attempt == ATTEMPTS) {
                    parts.store.highestId(); // fails as well when it is not the record
                    LOG.error("a change of an alert is left out: the store does not take it", e);
                    return;
                }
            }
        }
    }

    private Routing routing() {
        Map<String, Route> routes = new TreeMap<>();
        parts.channels.forEach((name, receiver) -> routes.put(name, receiver.route()));
        return new Routing(routes);
    }

    private SortedMap<String, Round> rounds(OpenAlerts alerts, List<Untold> untold, Receipts receipts) {
        SortedMap<String, Round> rounds = new TreeMap<>();
        parts.channels.forEach((name, receiver) -> rounds.put(name, round(name, receiver, alerts, untold, receipts)));
        untold.stream().filter(item -> !rounds.containsKey(item.channel())).forEach(this::bury);
        return rounds;
    }

    private Round round(String name, Receiver receiver, OpenAlerts alerts, List<Untold> untold, Receipts receipts) {
        Mailbox mailbox = new Mailbox(name, parts.store);
        mailbox.resume(untold.stream().filter(item -> item.channel().equals(name)).map(Untold::change).toList());
        Refresh refresh = new Refresh(receiver.channel().refresh(), () -> alerts.firing(name), System::nanoTime);
        return new Round(name, receiver, mailbox, new Postman(name, receiver.channel(), mailbox, receipts, refresh,
                new Pace(new BackOff(new SecureRandom()), parts.clock, System::nanoTime)));
    }

    private void bury(Untold item) {
        LOG.warn("change {} is not told: its channel {} is not configured any more", item.change(), item.channel());
        queue.add(new Told(item.change(), item.channel(), Receipt.DEAD, item.attempts() + 1,
                parts.clock.instant(), null, "the channel is not configured any more", null));
    }
}
