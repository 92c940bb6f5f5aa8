package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.BesideOthers;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.AlertsStart.Started;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.jpa.AlertStore.Untold;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.JpaSilenceStore;
import io.tidemark.alert.jpa.SomeCauses;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.Questions;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole room over a real database that is taken away, and through restarts. */
@BesideOthers
class AlertsStartTests {

    private static final Labels A = Labels.of("probe", "a");
    private static final Judgement BREACH = Judgements.breached("r", A, START);
    private static final Judgement OK = Judgements.ok("r", A, START.plusSeconds(5));

    private static final Duration REMIND = Duration.ofHours(4);

    private final FaultyDatabase database = new FaultyDatabase(
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final MemoryJournal journal = new MemoryJournal();
    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new Ids(clock, 0, 0);
    private final List<Message> told = new CopyOnWriteArrayList<>();
    private final SortedMap<String, Receiver> channels = new TreeMap<>();
    private final EntityManagerFactory entities = open();
    private final Questions questions = new Questions(FaultyDatabase.PATIENCE);
    private Duration patience = FaultyDatabase.PATIENCE;
    private Started room;

    AlertsStartTests() {
        channels.put("on-call", TestChannel.receiver(this::take));
        room = start();
    }

    private Delivery take(Notification notification) {
        told.addAll(notification.messages());
        return new Delivery.Delivered();
    }

    private EntityManagerFactory open() {
        TestStores.migrate(database, "h2");
        return TestStores.open(database);
    }

    private Started start(String... rules) {
        return AlertsStart.start(new Parts("web-1", ids, clock, store(), journal, channels), restraint(), patience,
                rules.length == 0 ? Set.of("r") : Set.of(rules), _ -> SomeCauses.of(2));
    }

    /** Silences are read anew, as at every start. */
    private Restraint restraint() {
        return new Restraint(SilenceBook.read(new JpaSilenceStore(entities), 0, clock.instant()), REMIND, clock);
    }

    private JpaAlertStore store() {
        return new JpaAlertStore(entities);
    }

    /** Ends without any farewell: what was on its way in memory is lost. */
    private void kill() {
        room.close();
        journal.crash();
    }

    @AfterEach
    void close() {
        database.away(false);
        database.thaw();
        room.close();
        questions.close();
        entities.close();
    }

    @BeforeEach
    void startsEmpty() {
        assertThat(room.alerts().active()).isEmpty();
    }

    @Test
    void aBreachIsKeptAndTold() {
        List<AlertChange> changes = room.alerts().apply(List.of(BREACH));

        awaitTold(1);
        AlertChange fired = changes.getFirst();
        assertThat(told.getFirst()).isEqualTo(Message.of(fired));
        assertThat(room.alerts().active()).containsExactly(fired.alert());
        assertThat(history().find(fired.alert().id())).contains(fired.alert());
        assertThat(store().find(fired.alert().id())).map(Alert::state).contains(AlertState.FIRING);
        journalHolds(1);
        journal.drain();
        assertThat(store().untold(0)).isEmpty();
        assertThat(status().delivered()).isEqualTo(1);
    }

    @Test
    void whatChangesNothingIsNotKept() {
        room.alerts().apply(List.of(Judgements.pending("r", A, START)));
        journalHolds(1);
        for (int second = 1; second < 50; second++) {
            room.alerts().apply(List.of(Judgements.pending("r", A, START.plusSeconds(second))));
        }

        assertThat(room.alerts().apply(List.of(BREACH))).hasSize(1);
        awaitTold(1);
        journalHolds(2);
    }

    @Test
    void withTheStoreAwayItIsToldAndWrittenLaterOnce() {
        database.away(true);

        Alert alert = room.alerts().apply(List.of(BREACH)).getFirst().alert();
        awaitTold(1);

        assertThat(history().list(Long.MAX_VALUE, 9, AlertState.FIRING)).containsExactly(alert);
        assertThat(history().find(alert.id())).contains(alert);
        assertThatThrownBy(() -> history().list(Long.MAX_VALUE, 9, null)).isInstanceOf(StoreException.class);
        database.away(false);
        journalHolds(2);
        journal.drain();
        journal.drain();
        assertThat(store().list(Long.MAX_VALUE, 9, null)).extracting(Alert::id).containsExactly(alert.id());
        assertThat(store().untold(0)).isEmpty();
    }

    @Test
    void withTheStoreFrozenItIsToldInTimeAndWrittenOnce() {
        patience = Keeper.PATIENCE;
        room.close();
        room = start();
        database.freeze();

        List<AlertChange> changes = room.alerts().apply(List.of(BREACH));
        awaitTold(1);
        room.alerts().apply(List.of(OK));
        awaitTold(2);

        database.thaw();
        await().until(() -> store().find(changes.getFirst().alert().id()).isPresent());
        journalHolds(4);
        journal.drain();
        assertThat(store().list(Long.MAX_VALUE, 9, null)).extracting(Alert::state)
                .containsExactly(AlertState.RESOLVED);
        assertThat(store().untold(0)).isEmpty();
    }

    @Test
    void aQuestionToAFrozenStoreEnds() {
        try (Questions questions = new Questions(Duration.ofMillis(50))) {
            database.freeze();

            assertThatThrownBy(() -> questions.ask(() -> store().find(1))).isInstanceOf(StoreException.class)
                    .hasMessage("the store did not answer within 50 ms");
        }
    }

    @Test
    void withStoreAndJournalAwayItIsToldAndKeptWhenOneComesBack() {
        database.away(true);
        journal.full(true);

        room.alerts().apply(List.of(BREACH));
        awaitTold(1);
        journal.full(false);
        journalHolds(2);
        database.away(false);
        journal.drain();

        assertThat(store().list(Long.MAX_VALUE, 9, null)).hasSize(1);
    }

    @Test
    void aPendingAlertGoesOnAfterARestart() {
        room.alerts().apply(List.of(Judgements.pending("r", A, START)));
        journalHolds(1);
        Alert pending = room.alerts().active().getFirst();
        journal.flush();
        kill();
        room = start();

        assertThat(room.alerts().active()).containsExactly(pending);
        Alert fired = room.alerts().apply(List.of(Judgements.breached("r", A, START.plusSeconds(90)))).getFirst()
                .alert();
        assertThat(fired.id()).isEqualTo(pending.id());
        assertThat(fired.startedAt()).isEqualTo(START);
    }

    @Test
    void aFiringAlertIsResolvedAfterARestartAndNotToldTwice() {
        Alert alert = room.alerts().apply(List.of(BREACH)).getFirst().alert();
        awaitTold(1);
        receiptsKept(1);
        journal.flush();
        kill();
        room = start();

        assertThat(room.alerts().apply(List.of(BREACH))).isEmpty();
        AlertChange resolved = room.alerts().apply(List.of(OK)).getFirst();
        awaitTold(2);
        assertThat(resolved.alert().id()).isEqualTo(alert.id());
        assertThat(told).extracting(Message::endsAt).containsExactly(null, resolved.at());
    }

    @Test
    void aReceiptThatWasLostMeansToldAgainWithTheSameKey() {
        journal.full(true);
        room.alerts().apply(List.of(BREACH));
        awaitTold(1);
        kill();
        journal.full(false);
        room = start();

        awaitTold(2);
        assertThat(told.get(1)).isEqualTo(told.get(0));
    }

    @Test
    void aChangeThatOnlyTheJournalHasIsToldAfterARestart() {
        database.away(true);
        CountDownLatch hanging = hang();
        room.alerts().apply(List.of(BREACH));
        journalHolds(1);
        kill();
        hanging.countDown();
        database.away(false);
        told.clear();
        channels.put("on-call", TestChannel.receiver(this::take));
        room = start();

        awaitTold(1);
        assertThat(room.alerts().active()).extracting(Alert::state).containsExactly(AlertState.FIRING);
        assertThat(room.alerts().apply(List.of(OK))).hasSize(1);
        awaitTold(2);
        assertThat(told.get(1).endsAt()).isNotNull();
    }

    @Test
    void whatWasNotToldIsToldInOrderAfterARestart() {
        CountDownLatch hanging = hang();
        room.alerts().apply(List.of(BREACH));
        room.alerts().apply(List.of(OK));
        await().until(() -> store().untold(0).size() == 2);
        kill();
        hanging.countDown();
        channels.put("on-call", TestChannel.receiver(this::take));
        room = start();

        awaitTold(2);
        assertThat(told.get(0).endsAt()).isNull();
        assertThat(told.get(1).endsAt()).isNotNull();
        assertThat(told.get(0).change()).isLessThan(told.get(1).change());
    }

    @Test
    void theAlertOfARemovedRuleIsResolvedAtStart() {
        room.alerts().apply(List.of(BREACH));
        awaitTold(1);
        receiptsKept(1);
        journal.flush();
        kill();
        room = start("another");

        awaitTold(2);
        assertThat(told.get(1).annotations()).containsEntry("summary",
                "the rule was removed or cannot be judged any more");
        assertThat(room.alerts().active()).isEmpty();
    }

    @Test
    void aHangingChannelHoldsUpNoOther() {
        CountDownLatch hanging = hang();
        channels.put("log", TestChannel.receiver(this::take));
        kill();
        room = start();

        room.alerts().apply(List.of(BREACH));
        room.alerts().apply(List.of(OK));

        awaitTold(2);
        await().until(() -> status().pending() == 2);
        hanging.countDown();
    }

    @Test
    void whatIsForAChannelThatIsGoneIsLaidToRest() {
        CountDownLatch hanging = hang();
        room.alerts().apply(List.of(BREACH));
        await().until(() -> !store().untold(0).isEmpty());
        kill();
        hanging.countDown();
        channels.clear();
        room = start();

        receiptsKept(1);
        journal.drain();
        assertThat(store().untold(0)).isEqualTo(List.<Untold>of());
    }

    @Test
    void listsWhatTheStoreDoesNotHaveYet() {
        Alert first = room.alerts().apply(List.of(BREACH)).getFirst().alert();
        awaitTold(1);
        database.away(true);
        Alert resolved = room.alerts().apply(List.of(OK)).getFirst().alert();
        awaitTold(2);
        Alert second = room.alerts().apply(List.of(BREACH)).getFirst().alert();
        awaitTold(3);
        database.away(false);

        assertThat(history().list(Long.MAX_VALUE, 9, null)).containsExactly(second, resolved);
        assertThat(history().list(second.id(), 9, null)).containsExactly(resolved);
        assertThat(history().list(Long.MAX_VALUE, 1, null)).containsExactly(second);
        assertThat(history().list(Long.MAX_VALUE, 9, AlertState.RESOLVED)).containsExactly(resolved);
        assertThat(history().firing(START.minusSeconds(1), START.plusSeconds(1), 9)).containsExactly(second, resolved);
        assertThat(resolved.id()).isEqualTo(first.id());
    }

    @Test
    void whatASilenceHeldBackIsToldAfterARestartWithoutIt() {
        Alert hushed = hushedByAnEarlierLife();
        clock.turn(Duration.ofHours(2));
        room = start();

        assertThat(hushed.attention().inSilence()).isTrue();
        assertThat(room.alerts().active()).containsExactly(hushed);
        assertThat(told).isEmpty();
        AlertChange fired = room.alerts().apply(List.of(Judgements.breached("r", A, clock.instant()))).getFirst();
        awaitTold(1);
        assertThat(fired.alert().id()).isEqualTo(hushed.id());
        assertThat(fired.alert().firedAt()).isEqualTo(START);
    }

    @Test
    void aSilenceGoesOnAfterARestart() {
        Alert hushed = hushedByAnEarlierLife();
        room = start();

        assertThat(room.alerts().apply(List.of(BREACH))).isEmpty();
        Alert over = room.alerts().apply(List.of(OK)).getFirst().alert();
        assertThat(over.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(over.attention().wasTold()).isFalse();
        await().until(() -> store().find(hushed.id()).map(Alert::state).equals(Optional.of(AlertState.RESOLVED)));
        assertThat(store().find(hushed.id())).contains(over);
        assertThat(store().untold(0)).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void remindersGoOnAfterARestartFromTheLastOne() {
        room.alerts().apply(List.of(BREACH));
        awaitTold(1);
        clock.turn(REMIND);
        assertThat(room.alerts().due(clock.instant())).hasExactlyElementsOfTypes(AlertChange.Reminded.class);
        awaitTold(2);
        receiptsKept(2);
        journal.flush();
        kill();
        clock.turn(REMIND.dividedBy(2));
        room = start();
        room.alerts().apply(List.of(Judgements.breached("r", A, clock.instant())));

        assertThat(room.alerts().due(clock.instant())).isEmpty();
        clock.turn(REMIND.dividedBy(2).minusSeconds(1));
        assertThat(room.alerts().due(clock.instant())).isEmpty();
        clock.turn(Duration.ofSeconds(1));
        assertThat(room.alerts().due(clock.instant())).hasSize(1);
        awaitTold(3);
        assertThat(told).extracting(Message::change).doesNotHaveDuplicates();
        assertThat(told).extracting(Message::endsAt).containsOnlyNulls();
    }

    @Test
    void nobodyIsRemindedOfWhatIsNotKnownToBeBrokenSinceTheStart() {
        room.alerts().apply(List.of(BREACH));
        awaitTold(1);
        receiptsKept(1);
        journal.flush();
        kill();
        clock.turn(REMIND.multipliedBy(3));
        room = start();

        assertThat(room.alerts().due(clock.instant())).isEmpty();
        room.alerts().apply(List.of(Judgements.noData("r", A, clock.instant())));
        assertThat(room.alerts().due(clock.instant())).isEmpty();
    }

    @Test
    void anAcknowledgementIsKeptShownAndToldToThoseWhoListen() {
        Alert alert = room.alerts().apply(List.of(BREACH)).getFirst().alert();
        awaitTold(1);
        receiptsKept(1);
        journal.flush();
        Acknowledgement said = new Acknowledgement("ann", "on it", clock.instant());

        Alert acknowledged = room.alerts().acknowledge(alert.id(), said).orElseThrow();

        assertThat(acknowledged.attention().acknowledged()).isEqualTo(said);
        assertThat(room.alerts().due(clock.instant())).extracting(AlertChange::alert).containsExactly(acknowledged);
        assertThat(room.alerts().due(clock.instant())).isEmpty();
        await().until(() -> store().find(alert.id()).equals(Optional.of(acknowledged)));
        kill();
        room = start();
        assertThat(room.alerts().active()).containsExactly(acknowledged);
        assertThat(room.alerts().acknowledge(99, said)).isEmpty();
        assertThat(told).hasSize(1);
    }

    /** Makes the channel of the next start hang until it is released. */
    private CountDownLatch hang() {
        CountDownLatch hanging = new CountDownLatch(1);
        channels.put("on-call", TestChannel.receiver(_ -> {
            hanging.await();
            throw new InterruptedException("its process has ended");
        }));
        room.close();
        room = restartWithout();
        return hanging;
    }

    private Started restartWithout() {
        boolean wasAway = database.isAway();
        database.away(false);
        Started next = start();
        database.away(wasAway);
        return next;
    }

    private Telling.DeliveryStatus status() {
        return Objects.requireNonNull(room.rounds().get("on-call")).status();
    }

    private AlertArchive history() {
        return new AlertArchive(room.alerts()::inMemory, store(), questions);
    }

    /** What fired within a silence of an hour, and is in the store. */
    private Alert hushedByAnEarlierLife() {
        new JpaSilenceStore(entities).save(Plans.silence(ids.next(), clock.instant(), Duration.ofHours(1)));
        room.close();
        room = start();
        Alert hushed = room.alerts().apply(List.of(BREACH)).getFirst().alert();
        await().until(() -> store().find(hushed.id()).isPresent());
        kill();
        return hushed;
    }

    private void awaitTold(int count) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> told.size() == count);
    }

    private void receiptsKept(int count) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> journal.receipts() == count);
    }

    private void journalHolds(int count) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> journal.size() == count);
    }
}
