package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertRecord.Changed;
import io.tidemark.alert.jpa.AlertRecord.Waiting;
import io.tidemark.alert.jpa.RecordCodec;
import io.tidemark.history.Journal;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a change goes when the store, the journal or both do not take it, by a turned clock. */
class KeeperTests {

    /** No test takes so long by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new Ids(clock, 0, 0);
    private final OutboxOnly store = new OutboxOnly();
    private final MemoryJournal journal = new MemoryJournal();
    private final Journal.Topic<AlertRecord> topic = journal.register("alert-change", new RecordCodec(), _ -> {});
    private final Keeper keeper = keeper(PATIENCE);

    private Keeper keeper(Duration patience) {
        return new Keeper(store, topic, clock, patience);
    }

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void whatComesTogetherIsOneTransaction() {
        List<AlertRecord> changes = Stream.generate(this::change).limit(100).toList();
        LinkedBlockingQueue<AlertRecord> queue = new LinkedBlockingQueue<>(changes);

        try (Outbox outbox = new Outbox(queue, keeper, new TreeMap<>(), new Retention(store, clock))) {
            outbox.start();
            await().until(() -> !store.written.isEmpty());
        }

        assertThat(store.written).containsExactly(changes);
        assertThat(journal.size()).isZero();
    }

    @Test
    void whatNobodyIsToldOfWaitsForNothing() throws Exception {
        AlertRecord change = change();

        keeper.keep(List.of(new Waiting(alert()), change, new AlertRecord.Dropped(7)));

        assertThat(store.written).containsExactly(List.of(change));
        assertThat(journal.size()).isEqualTo(2);
        assertThat(journal.awaited()).isZero();
    }

    @Test
    void withTheStoreAwayChangesAreOnDisk() throws Exception {
        store.away = true;

        keeper.keep(List.of(change(), change()));

        journal.crash();
        assertThat(journal.size()).isEqualTo(2);
    }

    @Test
    void aWriteThatHangsIsWaitedForOnce() throws Exception {
        CountDownLatch thawed = new CountDownLatch(1);
        store.writing = thawed::await;
        try (Keeper hasty = keeper(Duration.ofMillis(20))) {
            List<AlertRecord> first = List.of(change());
            hasty.keep(first);
            hasty.keep(List.of(change()));
            assertThat(journal.size()).isEqualTo(2);
            thawed.countDown();
            await().until(() -> store.written.equals(List.of(first)));
        }
    }

    @Test
    void whatBothRefuseIsAppendedOnceAndTheDiskAwaitedNowAndThen() throws Exception {
        store.away = true;
        journal.full(true);

        keeper.keep(List.of(change()));
        keeper.keep(List.of(change(), change()));
        retryFor(Keeper.RETRY.minusMillis(1));
        assertThat(journal.awaited()).isEqualTo(1);
        retryFor(Keeper.RETRY);

        assertThat(journal.awaited()).isEqualTo(2);
        assertThat(journal.size()).isEqualTo(3);
    }

    @Test
    void whatOnlyMemoryHasKeepsNothingElseFromTheStoreAndFollows() throws Exception {
        store.away = true;
        journal.full(true);
        AlertRecord first = change();
        keeper.keep(List.of(first));
        store.away = false;
        AlertRecord second = change();

        keeper.keep(List.of(second));
        assertThat(store.written).containsExactly(List.of(second));
        retryFor(Keeper.RETRY);

        assertThat(store.written).containsExactly(List.of(second), List.of(first));
        retryFor(Keeper.RETRY.multipliedBy(3));
        assertThat(store.written).hasSize(2);
        assertThat(journal.awaited()).isEqualTo(1);
    }

    @Test
    void whatTheDiskTakesAfterAllIsSafe() throws Exception {
        store.away = true;
        journal.full(true);
        keeper.keep(List.of(change()));
        journal.full(false);

        retryFor(Keeper.RETRY);
        journal.crash();
        assertThat(journal.size()).isEqualTo(1);
        store.away = false;
        retryFor(Keeper.RETRY.multipliedBy(2));

        assertThat(store.written).isEmpty();
    }

    /** As often as an idle outbox does. */
    private void retryFor(Duration length) throws InterruptedException {
        for (Duration passed = Duration.ZERO; passed.compareTo(length) < 0; passed = passed.plusMillis(250)) {
            clock.turn(length.minus(passed).compareTo(Duration.ofMillis(250)) < 0
                    ? length.minus(passed)
                    : Duration.ofMillis(250));
            keeper.retryUnkept();
        }
    }

    private AlertRecord change() {
        return new Changed(new AlertChange.Fired(ids.next(), alert(), START), List.of("on-call"));
    }

    private Alert alert() {
        return OpenAlert.pending(ids.next(), "web-1", Judgements.breached("r", Labels.NONE, START)).alert();
    }
}
