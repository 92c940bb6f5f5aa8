package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The alerts of this instance: moved under one short lock, kept and told by the outbox on its own threads. */
final class LiveAlerts implements Alerts, AlertHistory, Acknowledgements, AutoCloseable {

    private static final Comparator<Alert> NEWEST_FIRST = Comparator.comparingLong(Alert::id).reversed();
    /** Resolved alerts remembered until the store surely has them. */
    private static final int RECENT = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final AlertBook book;
    private final Outbox outbox;
    private final AlertStore store;
    private final Questions questions;
    private final InstantSource clock;
    /** What people did since the last tick, for those who listen. */
    private List<AlertChange> done = List.of();
    private volatile List<Threshold> kept = List.of();
    private final Map<Long, Alert> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Alert> eldest) {
            return size() > RECENT;
        }
    };

    LiveAlerts(AlertBook book, Outbox outbox, AlertStore store, Questions questions, InstantSource clock) {
        this.book = book;
        this.outbox = outbox;
        this.store = store;
        this.questions = questions;
        this.clock = clock;
    }

    /**
     * Takes up what an earlier life left open; to be called once, before anything is judged.
     *
     * @param rules names of all rules there are now
     */
    void restore(List<AlertStore.Open> open, Set<String> rules) {
        Instant now = clock.instant();
        lock.lock();
        try {
            book.restore(open, now).forEach(this::pass);
            book.keepOnly(rules, now).forEach(this::pass);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<AlertChange> apply(List<Judgement> judgements) {
        if (judgements.isEmpty()) {
            return List.of();
        }
        lock.lock();
        try {
            return move(judgements);
        } finally {
            lock.unlock();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a set of rules that changes is another list
    public List<AlertChange> keepOnly(List<Threshold> rules) {
        if (rules == kept) {
            return List.of();
        }
        Set<String> names = rules.stream().map(Threshold::name).collect(Collectors.toUnmodifiableSet());
        lock.lock();
        try {
            kept = rules;
            return with(List.of(), book.keepOnly(names, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    private List<AlertChange> move(List<Judgement> judgements) {
        List<AlertChange> changes = List.of();
        for (Judgement judgement : judgements) {
            AlertRecord item = book.apply(judgement);
            if (item != null) {
                changes = with(changes, item);
            }
        }
        return with(changes, book.endUnseen(judgements.getLast().at()));
    }

    @Override
    public List<AlertChange> due(Instant now) {
        lock.lock();
        try {
            List<AlertChange> before = done;
            done = List.of();
            return with(before, book.due(now));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Alert> acknowledge(long id, @Nullable Acknowledgement acknowledgement) {
        lock.lock();
        try {
            Optional<AlertRecord.Changed> changed = book.acknowledge(id, acknowledgement, clock.instant());
            changed.ifPresent(item -> done = with(done, item));
            return changed.map(item -> item.change().alert());
        } finally {
            lock.unlock();
        }
    }

    private List<AlertChange> with(List<AlertChange> changes, List<AlertRecord> items) {
        List<AlertChange> more = changes;
        for (AlertRecord item : items) {
            more = with(more, item);
        }
        return more;
    }

    private List<AlertChange> with(List<AlertChange> changes, AlertRecord item) {
        pass(item);
        if (!(item instanceof AlertRecord.Changed changed)) {
            return changes;
        }
        List<AlertChange> more = changes.isEmpty() ? new ArrayList<>() : changes;
        more.add(changed.change());
        return more;
    }

    /** Within the lock, so that the outbox gets the changes of an alert in their order. */
    private void pass(AlertRecord item) {
        if (item instanceof AlertRecord.Changed(AlertChange.Resolved resolved, _)) {
            recent.put(resolved.alert().id(), resolved.alert());
        }
        outbox.add(item);
    }

    /** What a channel was told to fire and still does. */
    List<Message> firing(String channel) {
        return open().stream().filter(alert -> alert.fires() && alert.channels().contains(channel))
                .map(alert -> Message.firing(alert.alert())).toList();
    }

    /** Under the lock as short as can be: those who measure wait for it. */
    private List<OpenAlert> open() {
        lock.lock();
        try {
            return book.stream().toList();
        } finally {
            lock.unlock();
        }
    }

    SortedMap<String, Round> rounds() {
        return outbox.rounds();
    }

    @Override
    public List<Alert> active() {
        return inMemory().filter(alert -> alert.state() != AlertState.RESOLVED).toList();
    }

    private Stream<Alert> inMemory() {
        List<Alert> alerts;
        lock.lock();
        try {
            alerts = Stream.concat(book.stream().map(OpenAlert::alert), recent.values().stream()).toList();
        } finally {
            lock.unlock();
        }
        return alerts.stream().sorted(NEWEST_FIRST);
    }

    @Override
    public List<Alert> list(long before, int limit) {
        return list(before, limit, null);
    }

    @Override
    public List<Alert> list(long before, int limit, @Nullable AlertState state) {
        List<Alert> known = inMemory().filter(alert -> alert.id() < before).toList();
        if (state == AlertState.PENDING || state == AlertState.FIRING) {
            return known.stream().filter(alert -> alert.state() == state).limit(limit).toList();
        }
        return overlaid(questions.ask(() -> store.list(before, limit, state)), known)
                .filter(a -> state == null || a.state() == state)
                .limit(limit).toList();
    }

    /** The store lags behind by what is on its way to it. */
    private static Stream<Alert> overlaid(List<Alert> stored, List<Alert> known) {
        Map<Long, Alert> alerts = new TreeMap<>(Comparator.reverseOrder());
        stored.forEach(alert -> alerts.put(alert.id(), alert));
        known.forEach(alert -> alerts.put(alert.id(), alert));
        return alerts.values().stream();
    }

    @Override
    public Optional<Alert> find(long id) {
        Optional<Alert> known = inMemory().filter(alert -> alert.id() == id).findFirst();
        return known.isPresent() ? known : questions.ask(() -> store.find(id));
    }

    @Override
    public List<Alert> firing(Instant start, Instant end, int limit) {
        return overlaid(questions.ask(() -> store.firing(start, end, limit)), inMemory().toList())
                .filter(alert -> wasFiring(alert, start, end))
                .sorted(Comparator.comparing(LiveAlerts::firedAt).thenComparingLong(Alert::id).reversed()).limit(limit)
                .toList();
    }

    private static boolean wasFiring(Alert alert, Instant start, Instant end) {
        Instant resolved = alert.resolvedAt();
        return alert.firedAt() != null && !firedAt(alert).isAfter(end)
                && (resolved == null || !resolved.isBefore(start));
    }

    private static Instant firedAt(Alert alert) {
        return alert.firedAt() == null ? alert.startedAt() : alert.firedAt();
    }

    @Override
    public Map<String, DeliveryStatus> deliveries() {
        return outbox.deliveries();
    }

    @Override
    public void close() {
        outbox.close();
        questions.close();
    }
}
