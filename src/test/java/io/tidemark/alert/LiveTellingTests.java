package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.AlertsStart.Started;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.channel.Route;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.JpaDeliveryLog;
import io.tidemark.alert.jpa.SomeCauses;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.Questions;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.threshold.Severity;
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
import org.junit.jupiter.api.Test;

/** What people can do with channels, over a real store. */
class LiveTellingTests {

    private static final Labels A = Labels.of("probe", "a");
    private static final Labels B = Labels.of("probe", "b");

    private final TurnedClock clock = new TurnedClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final FaultyDatabase database = new FaultyDatabase(
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final EntityManagerFactory entities = open();
    private final List<Notification> sent = new CopyOnWriteArrayList<>();
    private final SortedMap<String, Receiver> receivers = new TreeMap<>();
    private volatile Delivery answer = new Delivery.Delivered();
    private final Parts parts;
    private final Started room;
    private final LiveTelling telling;

    LiveTellingTests() {
        receivers.put("on-call", TestChannel.receiver(this::take));
        receivers.put("only-b", new Receiver("test",
                new Route(Severity.WARNING, "probe=\"b\"", SeriesSelector.parse("labels{probe=\"b\"}")),
                new TestChannel(this::take)));
        parts = new Parts("web-1", new Ids(clock, 0, 0), clock, new JpaAlertStore(entities), journal, receivers);
        room = AlertsStart.start(parts, Restraints.none(clock), FaultyDatabase.PATIENCE, Set.of("r"),
                _ -> SomeCauses.of(2));
        telling = new LiveTelling(parts, room.rounds(), new JpaDeliveryLog(entities),
                new Questions(FaultyDatabase.PATIENCE));
    }

    private EntityManagerFactory open() {
        TestStores.migrate(database, "h2");
        return TestStores.open(database);
    }

    private Delivery take(Notification notification) {
        sent.add(notification);
        return answer;
    }

    @AfterEach
    void close() {
        database.thaw();
        telling.close();
        room.close();
        entities.close();
    }

    @Test
    void whatWasRefusedIsToldOnceTheCauseIsMended() {
        answer = new Delivery.Rejected("answered 401");
        room.alerts().apply(List.of(Judgements.breached("r", A, START)));
        Entry dead = entries(Receipt.DEAD, 1).getFirst();
        assertThat(dead.error()).isEqualTo("answered 401");
        answer = new Delivery.Delivered();

        assertThat(telling.retry("on-call", dead.change() + 1)).isZero();
        assertThat(telling.retry("on-call", dead.change())).isEqualTo(1);

        Entry told = entries(Receipt.DELIVERED, 1).getFirst();
        assertThat(told.change()).isEqualTo(dead.change());
        assertThat(told.attempts()).isEqualTo(2);
        assertThat(told.sentIn()).isEqualTo(Long.toString(dead.change()));
        assertThat(telling.retry("on-call", null)).isZero();
    }

    @Test
    void whatASlowStorePutsBackAfterAllIsTold() {
        answer = new Delivery.Rejected("answered 401");
        room.alerts().apply(List.of(Judgements.breached("r", A, START)));
        Entry dead = entries(Receipt.DEAD, 1).getFirst();
        answer = new Delivery.Delivered();
        database.freeze();

        try (LiveTelling hasty = new LiveTelling(parts, room.rounds(), new JpaDeliveryLog(entities),
                new Questions(Duration.ofMillis(50)))) {
            assertThatThrownBy(() -> hasty.retry("on-call", null)).isInstanceOf(StoreException.class);
        }
        database.thaw();

        assertThat(entries(Receipt.DELIVERED, 1)).extracting(Entry::change).containsExactly(dead.change());
    }

    @Test
    void theEndIsToldToThoseWhoWereToldTheBeginning() {
        room.alerts().apply(List.of(Judgements.breached("r", A, START)));
        room.alerts().apply(List.of(Judgements.breached("r", B, START)));
        room.alerts().apply(
                List.of(Judgements.ok("r", A, START.plusSeconds(5)), Judgements.ok("r", B, START.plusSeconds(5))));

        assertThat(entries(Receipt.DELIVERED, 6)).filteredOn(entry -> entry.channel().equals("only-b"))
                .extracting(Entry::kind).containsExactly("RESOLVED", "FIRED");
    }

    @Test
    void aTestIsSentAsItWasShown() throws Exception {
        List<String> shown = telling.preview("on-call");

        assertThat(telling.test("on-call")).contains(new Delivery.Delivered());
        assertThat(sent).extracting(Notification::toString).isEqualTo(shown);
        assertThat(sent).flatExtracting(Notification::messages).extracting(Message::resolved)
                .containsExactly(false, true);
        answer = new Delivery.Retry("answered 503", Optional.empty());
        assertThat(telling.test("on-call")).contains(answer);
        assertThat(sent).hasSize(3);
    }

    @Test
    void oneTestAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        receivers.put("slow", TestChannel.receiver(_ -> {
            begun.countDown();
            released.await();
            return new Delivery.Delivered();
        }));
        try (Started others = AlertsStart.start(new Parts("web-1", parts.ids(), clock, parts.store(),
                new MemoryJournal(), receivers), Restraints.none(clock), FaultyDatabase.PATIENCE, Set.of("r"),
                _ -> SomeCauses.of(2));
                LiveTelling slow = new LiveTelling(parts, others.rounds(), new JpaDeliveryLog(entities),
                        new Questions(FaultyDatabase.PATIENCE))) {
            Thread first = Thread.ofVirtual().start(() -> {
                try {
                    slow.test("slow");
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            begun.await();

            assertThat(slow.test("slow")).isEmpty();
            released.countDown();
            first.join();
        }
    }

    @Test
    void showsWhereEachChannelLeadsAndHowItIsDoing() {
        answer = new Delivery.Retry("answered 503", Optional.empty());
        room.alerts().apply(List.of(Judgements.breached("r", A, START)));

        await().until(() -> state("on-call").circuit().failures() > 0);
        assertThat(state("on-call").circuit().reason()).isEqualTo("answered 503");
        assertThat(state("on-call").status().pending()).isEqualTo(1);
        assertThat(state("only-b").circuit()).isEqualTo(Circuit.CLOSED);
        assertThat(state("only-b").receiver().route().match()).isEqualTo("probe=\"b\"");
    }

    private Telling.ChannelState state(String channel) {
        return Objects.requireNonNull(telling.channels().get(channel));
    }

    private List<Entry> entries(Receipt state, int count) {
        return await().until(() -> {
            journal.drain();
            return telling.deliveries(new Question(Long.MAX_VALUE, "", state, null), 100);
        }, found -> found.size() == count);
    }
}
