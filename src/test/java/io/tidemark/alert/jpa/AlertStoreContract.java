package io.tidemark.alert.jpa;

import static io.tidemark.alert.AlertState.FIRING;
import static io.tidemark.alert.AlertState.PENDING;
import static io.tidemark.alert.AlertState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Attention;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.Attention.Silenced;
import io.tidemark.alert.Plans;
import io.tidemark.alert.Silence;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord.Changed;
import io.tidemark.alert.jpa.AlertRecord.Dropped;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertRecord.Waiting;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.alert.jpa.AlertStore.Open;
import io.tidemark.alert.jpa.AlertStore.Untold;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on every database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AlertStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final Labels ODD = Labels.of("mountpoint", "/a \"quoted\" \\ {x}\nü", "zero", "a\0b");
    private static final Labels READ_BACK = Labels.of("mountpoint", "/a \"quoted\" \\ {x}\nü", "zero", "ab");
    private static final List<String> TOLD = List.of("log", "on-call");

    private EntityManagerFactory entities;
    private JpaAlertStore store;
    private JpaDeliveryLog log;

    abstract javax.sql.DataSource database() throws Exception;

    abstract String vendor();

    /** Counts the transactions that wait for another one. */
    abstract String waiting();

    @BeforeAll
    void open() throws Exception {
        javax.sql.DataSource database = database();
        TestStores.migrate(database, vendor());
        entities = TestStores.open(database);
        store = new JpaAlertStore(entities);
        log = new JpaDeliveryLog(entities);
    }

    @BeforeEach
    void empty() {
        entities.runInTransaction(manager -> {
            manager.createQuery("delete from OutboxRow").executeUpdate();
            manager.createQuery("delete from AlertRow").executeUpdate();
            manager.createQuery("delete from SilenceRow").executeUpdate();
        });
    }

    @AfterAll
    void close() {
        entities.close();
    }

    @Test
    void ofManyCausesTheLastAreLeftOut() {
        Alert a = alert(5, PENDING);
        store.write(List.of(new Waiting(a.because(SomeCauses.of(500)))));

        assertThat(store.find(5)).map(Alert::causes).hasValueSatisfying(kept -> {
            assertThat(kept.sentence()).isEqualTo(SomeCauses.of(500).sentence());
            assertThat(kept.moved()).hasSizeBetween(10, 100).isEqualTo(SomeCauses.of(kept.moved().size()).moved());
        });
    }

    @Test
    void givesBackWhatWasWritten() {
        Alert pending = alert(1, PENDING);
        store.write(List.of(new Waiting(pending), fired(2)));

        assertThat(store.open(0)).containsExactly(
                new Open(pending, List.of()), new Open(alert(2, FIRING), TOLD));
        assertThat(store.open(1)).isEmpty();
        assertThat(store.find(2)).contains(alert(2, FIRING));
        assertThat(store.find(3)).isEmpty();
    }

    @Test
    void keepsOddLabels() {
        store.write(List.of(new Waiting(alert(1, PENDING, ODD, NOW))));

        assertThat(store.find(1)).map(Alert::labels).contains(READ_BACK);
    }

    @Test
    void shortensWhatDoesNotFit() {
        Alert a = alert(1, PENDING);
        store.write(List.of(new Waiting(new Alert(1, a.instance(), a.threshold(), "c".repeat(5000), a.labels(),
                PENDING, a.severity(), "r".repeat(5000), NOW, null, null, null, null, null))));

        assertThat(store.find(1)).map(Alert::reason).hasValueSatisfying(reason -> assertThat(reason).hasSize(4000));
    }

    @Test
    void theSameRecordsAgainChangeNothing() {
        List<AlertRecord> life = List.of(new Waiting(alert(2, PENDING)), fired(2),
                told(20, "log", Receipt.DELIVERED, 1),
                told(20, "on-call", Receipt.DELIVERED, 1), resolved(2));
        store.write(life);
        store.write(life);
        store.write(List.of(fired(2)));

        assertThat(store.open(0)).isEmpty();
        assertThat(store.find(2)).contains(alert(2, RESOLVED));
        assertThat(store.untold(0)).containsExactly(new Untold(21, "log", 0), new Untold(21, "on-call", 0));
    }

    @Test
    void aLateRecordDoesNotTurnAnAlertBack() {
        store.write(List.of(resolved(2)));
        store.write(List.of(new Waiting(alert(2, PENDING)), fired(2)));

        assertThat(store.find(2)).contains(alert(2, RESOLVED));
        assertThat(store.untold(0)).hasSize(4).first().isEqualTo(new Untold(20, "log", 0));
    }

    @Test
    void onlyAPendingAlertIsDropped() {
        store.write(List.of(new Waiting(alert(1, PENDING)), fired(2)));
        store.write(List.of(new Dropped(1), new Dropped(2)));

        assertThat(store.find(1)).isEmpty();
        assertThat(store.find(2)).isPresent();
    }

    @Test
    void aFailureWritesNothing() {
        Alert a = alert(9, PENDING);
        Alert tooLong = new Alert(9, "i".repeat(300), a.threshold(), a.condition(), a.labels(), PENDING, a.severity(),
                a.reason(), NOW, null, null, null, null, null);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                () -> store.write(List.of(fired(2), new Waiting(tooLong)))))
                .isInstanceOf(io.tidemark.history.StoreException.class);
        assertThat(store.find(2)).isEmpty();
        assertThat(store.untold(0)).isEmpty();
    }

    @Test
    void receiptsAreFinal() {
        store.write(List.of(fired(2), told(20, "log", Receipt.PENDING, 3), told(20, "log", Receipt.PENDING, 2)));
        assertThat(store.letters("log", List.of(20L, 99L)))
                .isEqualTo(Map.of(20L, new Letter(Message.of(change(2)), 3, "20", NOW.plusSeconds(3))));

        store.write(List.of(told(20, "log", Receipt.DEAD, 4), told(20, "on-call", Receipt.DELIVERED, 1)));
        store.write(List.of(told(20, "log", Receipt.PENDING, 9)));

        assertThat(store.letters("log", List.of(20L))).isEmpty();
        assertThat(store.untold(0)).isEmpty();
    }

    @Test
    void whatHasArrivedIsNotToldAgainHoweverOftenItWasTried() {
        store.write(List.of(fired(2), told(20, "log", Receipt.PENDING, 3), told(20, "on-call", Receipt.PENDING, 3)));
        store.write(List.of(told(20, "log", Receipt.DELIVERED, 1), told(20, "on-call", Receipt.DEAD, 3)));

        assertThat(store.untold(0)).containsExactly(new Untold(20, "on-call", 3));
        assertThat(row("log")).startsWith(Receipt.DELIVERED, 3);
    }

    @Test
    void aReceiptCarriesWhatHappened() {
        store.write(List.of(fired(2), told(20, "log", Receipt.PENDING, 3), told(20, "on-call", Receipt.DELIVERED, 1)));

        Object[] pending = row("log");
        assertThat(pending).containsExactly(Receipt.PENDING, 3, NOW.plusSeconds(3), null, "answered 500");
        assertThat(row("on-call")).containsExactly(Receipt.DELIVERED, 1, null, NOW, null);
    }

    @Test
    void listsWhatChannelsWereToldNewestFirst() {
        store.write(List.of(fired(2), resolved(2), told(20, "log", Receipt.DELIVERED, 2),
                told(20, "on-call", Receipt.DEAD, 1)));

        assertThat(log.list(new Question(Long.MAX_VALUE, "", null, null), 3)).extracting(Entry::change, Entry::channel)
                .containsExactly(tuple(21L, "log"), tuple(21L, "on-call"), tuple(20L, "log"));
        assertThat(log.list(new Question(20, "log", null, null), 9))
                .containsExactly(new Entry(20, "on-call", "web-1", 2, "FIRED",
                        Receipt.DEAD, 1, NOW, NOW.plusSeconds(3), null, "answered 500", "20"));
        assertThat(log.list(new Question(Long.MAX_VALUE, "", Receipt.PENDING, "log"), 9)).extracting(Entry::change)
                .containsExactly(21L);
    }

    @Test
    void deadLettersComeBackUnlessSomethingNewerWasTold() {
        store.write(List.of(fired(2), resolved(2), fired(3), told(20, "log", Receipt.DEAD, 1),
                told(21, "log", Receipt.DELIVERED, 1), told(20, "on-call", Receipt.DEAD, 1),
                told(21, "on-call", Receipt.DEAD, 1), told(30, "on-call", Receipt.DEAD, 1)));

        assertThat(log.revive(0, "log", null)).isEmpty();
        assertThat(log.revive(0, "on-call", 30L)).containsExactly(30L);
        assertThat(log.revive(0, "on-call", null)).containsExactly(20L, 21L);
        store.write(List.of(told(20, "on-call", Receipt.DEAD, 1)));
        assertThat(store.letters("on-call", List.of(20L, 21L, 30L))).containsOnlyKeys(20L, 21L, 30L);
        store.write(List.of(told(20, "on-call", Receipt.DELIVERED, 2)));
        assertThat(store.letters("on-call", List.of(20L))).isEmpty();
    }

    @Test
    void knowsTheHighestIdItHolds() {
        assertThat(store.highestId()).isZero();
        store.write(List.of(fired(1), fired(7)));
        assertThat(store.highestId()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void pagesNewestFirst() {
        store.write(List.of(fired(1), fired(2), fired(3), resolved(2)));

        assertThat(store.list(Long.MAX_VALUE, 2, null)).extracting(Alert::id).containsExactly(3L, 2L);
        assertThat(store.list(2, 2, null)).extracting(Alert::id).containsExactly(1L);
        assertThat(store.list(Long.MAX_VALUE, 9, RESOLVED)).extracting(Alert::id).containsExactly(2L);
    }

    @Test
    void findsWhatWasFiringBetweenTwoInstants() {
        store.write(List.of(new Waiting(alert(1, PENDING)), fired(2), resolved(3)));

        assertThat(store.firing(NOW.minusSeconds(60), NOW.plusSeconds(1), 9)).extracting(Alert::id)
                .containsExactly(3L, 2L);
        assertThat(store.firing(NOW.plusSeconds(60), NOW.plusSeconds(90), 9)).extracting(Alert::id)
                .containsExactly(2L);
        assertThat(store.firing(NOW.minusSeconds(60), NOW.minusSeconds(1), 9)).isEmpty();
    }

    @Test
    void removesOldResolvedAlertsInSteps() {
        store.write(List.of(fired(1), resolved(2), resolved(3)));

        assertThat(store.remove(NOW, 9)).isZero();
        assertThat(store.remove(NOW.plusSeconds(60), 1)).isEqualTo(1);
        assertThat(store.remove(NOW.plusSeconds(60), 9)).isEqualTo(1);
        assertThat(store.list(Long.MAX_VALUE, 9, null)).extracting(Alert::id).containsExactly(1L);
        assertThat(store.untold(0)).extracting(Untold::change).containsOnly(10L);
    }

    @Test
    void keepsWhatPeopleDidInTheOrderOfTheChanges() {
        Alert told = with(alert(2, FIRING), new Attention(NOW, null, null));
        Alert noted = with(told, new Attention(NOW, new Silenced(7, "ann", "moving disks", NOW, null),
                new Acknowledgement("bob", "on it", NOW.plusSeconds(1))));
        Changed fired = new Changed(new AlertChange.Fired(20, told, NOW), TOLD);
        store.write(List.of(fired, new Changed(new AlertChange.Noted(22, noted, NOW), List.of())));
        store.write(List.of(fired));

        assertThat(store.open(0)).containsExactly(new Open(noted, TOLD));
        assertThat(store.highestId()).isEqualTo(22);
        assertThat(store.untold(0)).extracting(Untold::change).containsOnly(20L);
        store.write(List.of(new Changed(new AlertChange.Reminded(23, told, NOW), List.of("log"))));
        assertThat(store.find(2)).contains(told);
        assertThat(store.letters("log", List.of(23L))).containsOnlyKeys(23L);
    }

    @Test
    void keepsSilences() {
        JpaSilenceStore silences = new JpaSilenceStore(entities);
        Silence once = new Silence(1, Plans.once(NOW, Duration.ofHours(1)), NOW, null);
        Silence repeating = new Silence(2, Plans.repeating(NOW, "mon-fri 22:00-06:00 Europe/Berlin"), NOW, null);
        silences.save(once);
        silences.save(repeating);

        assertThat(silences.notOver(0, NOW)).containsExactly(once, repeating);
        assertThat(silences.notOver(0, NOW.plusSeconds(3600))).containsExactly(repeating);
        assertThat(silences.notOver(1, NOW)).isEmpty();
        assertThat(silences.list(0, Long.MAX_VALUE, 9, null)).containsExactly(repeating, once);
        assertThat(silences.list(0, 2, 9, null)).containsExactly(once);
        assertThat(silences.list(0, Long.MAX_VALUE, 9, NOW.plusSeconds(3600))).containsExactly(once);
        assertThat(silences.find(0, 2)).contains(repeating);
        assertThat(silences.find(1, 2)).isEmpty();
        assertThat(store.highestId()).isEqualTo(2);
    }

    @Test
    void keepsAnEndedSilenceUntilItIsLongOver() {
        JpaSilenceStore silences = new JpaSilenceStore(entities);
        Silence repeating = new Silence(2, Plans.repeating(NOW, "mon-fri UTC"), NOW, null);
        Silence ended = new Silence(2, repeating.plan(), NOW, NOW.plusSeconds(5));
        silences.save(repeating);
        silences.save(ended);

        assertThat(silences.notOver(0, NOW)).isEmpty();
        silences.removeOver(NOW.plusSeconds(5));
        assertThat(silences.find(0, 2)).contains(ended);
        silences.removeOver(NOW.plusSeconds(6));
        assertThat(silences.find(0, 2)).isEmpty();
        silences.save(repeating);
        silences.removeOver(NOW.plusSeconds(6));
        assertThat(silences.find(0, 2)).contains(repeating);
        silences.delete(2);
        assertThat(silences.find(0, 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoChangesThatAreWrittenAtOnceTheLaterOneStays(boolean laterFirst) throws Exception {
        store.write(List.of(new Waiting(alert(1, PENDING))));
        AlertRecord first = laterFirst ? resolved(1) : fired(1);
        AlertRecord second = laterFirst ? fired(1) : resolved(1);

        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Future<?>> begun = new ArrayList<>();
            store.write(new Halting(first, () -> {
                begun.add(other.submit(() -> store.write(List.of(second))));
                Awaitility.await().until(() -> begun.getFirst().isDone() || isAnyWaiting());
            }, new Waiting(alert(2, PENDING))));
            begun.getFirst().get();
        }

        assertThat(store.find(1)).map(Alert::state).contains(RESOLVED);
    }

    private boolean isAnyWaiting() {
        return entities.callInTransaction(
                manager -> ((Number) manager.createNativeQuery(waiting()).getSingleResult()).longValue() > 0);
    }

    /** Two records, and what happens between them. */
    private static final class Halting extends AbstractList<AlertRecord> {

        private final AlertRecord first;
        private final Runnable between;
        private final AlertRecord last;

        Halting(AlertRecord first, Runnable between, AlertRecord last) {
            this.first = first;
            this.between = between;
            this.last = last;
        }

        @Override
        public AlertRecord get(int index) {
            if (index == 0) {
                return first;
            }
            between.run();
            return last;
        }

        @Override
        public int size() {
            return 2;
        }
    }

    private Object[] row(String channel) {
        return entities.callInTransaction(manager -> manager.createQuery(
                "select state, attempts, nextAttemptAt, deliveredAt, lastError from OutboxRow where channel = :channel",
                Object[].class).setParameter("channel", channel).getSingleResult());
    }

    @Test
    void givesAnInstanceWhatItsIdsSay() {
        long id = new Ids(() -> NOW, 1023, 0).next();
        store.write(List.of(new Changed(new AlertChange.Fired(id + 1, alert(id, FIRING), NOW), TOLD)));

        assertThat(store.open(0)).isEmpty();
        assertThat(store.open(1023)).hasSize(1);
        assertThat(store.untold(1023)).extracting(Untold::change).contains(id + 1);
        assertThat(Ids.bits(id)).isEqualTo(1023);
    }

    private static Told told(long change, String channel, Receipt receipt, int attempts) {
        boolean failed = receipt != Receipt.DELIVERED;
        return new Told(change, channel, receipt, attempts, NOW, failed ? NOW.plusSeconds(3) : null,
                failed ? "answered 500" : null, Long.toString(change));
    }

    private static AlertChange change(long alert) {
        return new AlertChange.Fired(alert * 10, alert(alert, FIRING), NOW);
    }

    private static Changed fired(long alert) {
        return new Changed(change(alert), TOLD);
    }

    private static Changed resolved(long alert) {
        return new Changed(new AlertChange.Resolved(alert * 10 + 1, alert(alert, RESOLVED), NOW.plusSeconds(30)), TOLD);
    }

    private static Alert with(Alert a, Attention attention) {
        return new Alert(a.id(), a.instance(), a.threshold(), a.condition(), a.labels(), a.state(), a.severity(),
                a.reason(), a.startedAt(), a.firedAt(), a.resolvedAt(), a.value(), a.limit(), a.breachReadAt(),
                attention, a.causes());
    }

    private static Alert alert(long id, AlertState state) {
        return alert(id, state, Labels.of("probe", "orders-read"), NOW);
    }

    private static Alert alert(long id, AlertState state, Labels labels, @Nullable Instant at) {
        return new Alert(id, "web-1", "r", "p95 < 10ms", labels, state, Severity.WARNING, "p95 is 12 ms",
                NOW.minusSeconds(60), state == PENDING ? null : at, state == RESOLVED ? NOW.plusSeconds(30) : null,
                0.012, 0.01, at).because(SomeCauses.of(3));
    }
}
