package io.tidemark.alert;

import io.tidemark.alert.Silence.Plan;
import io.tidemark.alert.Silence.State;
import io.tidemark.alert.jpa.SilenceStore;
import io.tidemark.history.Questions;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Silences that hold only once the store has them, so that a restart never brings back or loses one. */
final class LiveSilences implements Silences, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSilences.class);
    private static final Comparator<Silence> NEWEST_FIRST = Comparator.comparingLong(Silence::id).reversed();

    private final SilenceBook book;
    private final SilenceStore store;
    private final Questions questions;
    private final Ids ids;
    private final InstantSource clock;

    LiveSilences(SilenceBook book, SilenceStore store, Questions questions, Ids ids, InstantSource clock) {
        this.book = book;
        this.store = store;
        this.questions = questions;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Silence create(Plan plan) {
        Instant now = clock.instant();
        if (book.isFull(now)) {
            throw new IllegalStateException("there are " + SilenceBook.MOST
                    + " silences that are not over, which is the most; end some of them first");
        }
        Silence silence = new Silence(ids.next(), plan, now, null);
        commit(() -> {
            store.save(silence);
            store.removeOver(now.minus(Retention.KEPT));
        }, () -> store.delete(silence.id()));
        book.put(silence, now);
        return silence;
    }

    @Override
    public Optional<Silence> end(long id) {
        Instant now = clock.instant();
        Optional<Silence> known = find(id);
        return known.filter(silence -> silence.state(now) != State.EXPIRED).map(silence -> {
            Silence ended = silence.ended(now);
            commit(() -> store.save(ended), () -> store.save(silence));
            book.put(ended, now);
            return ended;
        }).or(() -> known);
    }

    /** Either written in time, or not at all: what a slow store has written after all is taken back. */
    private void commit(Runnable write, Runnable undo) {
        AtomicBoolean decided = new AtomicBoolean();
        try {
            questions.ask(() -> {
                write.run();
                if (!decided.compareAndSet(false, true)) {
                    takeBack(undo);
                }
                return decided;
            });
        } catch (StoreException e) {
            if (decided.compareAndSet(false, true)) {
                throw e;
            }
        }
    }

    private static void takeBack(Runnable undo) {
        try {
            undo.run();
        } catch (StoreException e) {
            LOG.warn("a silence that was refused may hold after the next start: {}", e.getMessage());
        }
    }

    @Override
    public List<Silence> list(long before, int limit, @Nullable State state) {
        Instant now = clock.instant();
        if (state == State.ACTIVE || state == State.PENDING) {
            return book.all().stream().filter(silence -> silence.id() < before && silence.state(now) == state)
                    .sorted(NEWEST_FIRST).limit(limit).toList();
        }
        return questions.ask(() -> store.list(ids.instanceBits(), before, limit,
                state == State.EXPIRED ? now : null));
    }

    @Override
    public Optional<Silence> find(long id) {
        Optional<Silence> known = book.find(id);
        return known.isPresent() ? known : questions.ask(() -> store.find(ids.instanceBits(), id));
    }

    @Override
    public void close() {
        questions.close();
    }
}
