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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open alerts of this instance, moved under one short lock. */
final class OpenAlerts implements Alerts, Acknowledgements {

    /** Resolved alerts remembered until the store surely has them. */
    private static final int RECENT = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final AlertBook book;
    private final Consumer<AlertRecord> out;
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

    /** @param out takes what is to be kept and told; never waits */
    OpenAlerts(AlertBook book, Consumer<AlertRecord> out, InstantSource clock) {
        this.book = book;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Takes up what an earlier life left open; to be called once, before anything is judged.
     *
     * @param rules names of all rules there are now
     */
    void restore(List<AlertStore.Open> open, Set<String> rules) {
        Instant now = clock.instant();
        locked(() -> with(with(List.of(), book.restore(open, now)), book.keepOnly(rules,
                AlertBook.NOT_JUDGED, now)));
    }

    @Override
    public List<AlertChange> apply(List<Judgement> judgements) {
        return judgements.isEmpty() ? List.of() : locked(() -> move(judgements));
    }

    private List<AlertChange> move(List<Judgement> judgements) {
        List<AlertChange> changes = List.of();
        for (Judgement judgement : judgements) {
            AlertRecord item = book.apply(judgement);
            if (item != null) {
                changes = with(changes, item);
            }
        }
        return changes;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a set of rules that changes is another list
    public List<AlertChange> keepOnly(List<Threshold> rules) {
        if (rules == kept) {
            return List.of();
        }
        Set<String> names = rules.stream().map(Threshold::name).collect(Collectors.toUnmodifiableSet());
        return locked(() -> {
            kept = rules;
            return with(List.of(), book.keepOnly(names, AlertBook.REMOVED, clock.instant()));
        });
    }

    @Override
    public List<AlertChange> due(Instant now) {
        return locked(() -> {
            List<AlertChange> before = done;
            done = List.of();
            return with(before, book.due(now));
        });
    }

    @Override
    public Optional<Alert> acknowledge(long id, @Nullable Acknowledgement acknowledgement) {
        return locked(() -> {
            Optional<AlertRecord.Changed> changed = book.acknowledge(id, acknowledgement, clock.instant());
            changed.ifPresent(item -> done = with(done, item));
            return changed.map(item -> item.change().alert());
        });
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
        out.accept(item);
    }

    @Override
    public List<Alert> active() {
        return open().map(OpenAlert::alert).sorted(AlertArchive.NEWEST_FIRST).toList();
    }

    /** What a channel was told to fire and still does. */
    List<Message> firing(String channel) {
        return open().filter(alert -> alert.fires() && alert.channels().contains(channel))
                .map(alert -> Message.firing(alert.alert())).toList();
    }

    /** Open alerts, and those resolved lately, in no order. */
    List<Alert> inMemory() {
        return locked(() -> Stream.concat(book.stream().map(OpenAlert::alert), recent.values().stream()).toList());
    }

    private Stream<OpenAlert> open() {
        return locked(() -> book.stream().toList()).stream();
    }

    /** As short as can be: those who measure wait for it. */
    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
