package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.BesideOthers;
import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.AlertsStart.Started;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.SomeCauses;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.metric.Ids;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.TurnedHouse;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to data, store, service and clocks: no alert fires or ends that should not, and none is lost. */
@BesideOthers
class NoFalseAlarmTests {

    private static final double GOOD = 1;
    private static final double BAD = 12;
    /** Holds, and is above the level to clear at. */
    private static final double BETWEEN = 9;
    private static final Instant SPRING = Instant.parse("2026-03-29T01:00:00Z");
    private static final Instant AUTUMN = Instant.parse("2026-10-25T01:00:00Z");
    private static final String RULE = "load: system.load.1m < 10 for 30s during 00:00-23:59 Europe/Berlin";

    private static final FaultyDatabase DATABASE = new FaultyDatabase(
            JdbcConnectionPool.create("jdbc:h2:mem:false-alarms;DB_CLOSE_DELAY=-1", "sa", ""));
    private static final EntityManagerFactory ENTITIES = open();
    private static int lives;

    private final MemoryJournal journal = new MemoryJournal();
    private final SilenceBook silences = new SilenceBook(List.of());
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private int forgotten;
    private final List<String> told = new ArrayList<>();
    private TurnedHouse house = new TurnedHouse(RULE);
    private @Nullable Started room;
    private @Nullable Ids ids;

    private static EntityManagerFactory open() {
        TestStores.migrate(DATABASE, "h2");
        return TestStores.open(DATABASE);
    }

    /** How things stand when something happens. */
    enum Standing {
        FINE(5, 0),
        PENDING(5, 10),
        FIRING(5, 40),
        SILENCED(5, 40);

        private final int good;
        private final int bad;

        Standing(int good, int bad) {
            this.good = good;
            this.bad = bad;
        }

        private double load() {
            return bad == 0 ? GOOD : BAD;
        }
    }

    /** What happens. */
    enum Event {
        NOTHING,
        DATA_MISSING,
        STORE_DOWN,
        RESTART,
        RESTART_WITHOUT_DATA,
        CLOCK_AN_HOUR_BACK,
        CLOCK_AN_HOUR_ON,
        CLOCK_A_DAY_ON,
        FROZEN,
        SPRING_FORWARD,
        FALL_BACK
    }

    static Stream<Arguments> table() {
        return Stream.of(Event.values())
                .flatMap(event -> Stream.of(Standing.values()).map(standing -> Arguments.of(event, standing)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void noneIsFalseAndNoneIsLost(Event event, Standing standing) {
        begin(event, standing);
        start();
        seconds(standing.good, GOOD);
        seconds(standing.bad, BAD);
        assertTold(standing == Standing.FIRING ? List.of("Fired") : List.of());
        forget();

        happen(event, standing.load());

        assertThat(told).isEmpty();
        switch (standing) {
            case FINE -> {
                seconds(60, GOOD);
                assertThat(told).isEmpty();
            }
            case PENDING -> {
                seconds(14, BAD);
                assertThat(told).as("not for as long as the rule demands").isEmpty();
                seconds(31, BAD);
                assertTold(List.of("Fired"));
            }
            case FIRING -> {
                seconds(40, BAD);
                assertThat(told).isEmpty();
                seconds(2, GOOD);
                assertTold(List.of("Resolved"));
            }
            case SILENCED -> {
                seconds(40, BAD);
                assertThat(told).isEmpty();
                endSilence();
                seconds(2, BAD);
                assertTold(List.of("Fired"));
                seconds(2, GOOD);
                assertTold(List.of("Fired", "Resolved"));
            }
        }
    }

    static Stream<Arguments> farSighted() {
        return Stream.of("load: system.load.1m < 10 in 3 of 5", "load: system.load.1m < 10 clear 8",
                "load: system.load.1m < 10 in 3 of 5 clear 8", "load: max(system.load.1m, 5m) < 10")
                .flatMap(rule -> Stream.of(Event.values()).filter(event -> !isOver(rule, event))
                        .map(event -> Arguments.of(rule, event)));
    }

    /** What a window held two hours ago. */
    private static boolean isOver(String rule, Event event) {
        return rule.contains("5m") && (event == Event.DATA_MISSING || event == Event.RESTART_WITHOUT_DATA);
    }

    /** Of rules that look back further than to the last reading, two good ones end nothing, whatever came before. */
    @ParameterizedTest
    @MethodSource("farSighted")
    void whatFiresEndsOnlyWhenEnoughHasBeenSeen(String rule, Event event) {
        house = new TurnedHouse(rule);
        begin(event, Standing.FIRING);
        start();
        seconds(Standing.FIRING.good, GOOD);
        seconds(Standing.FIRING.bad, BAD);
        assertTold(List.of("Fired"));
        forget();

        happen(event, BAD);
        seconds(2, BETWEEN);
        assertThat(told).isEmpty();
        seconds(305, GOOD);
        assertTold(List.of("Resolved"));
    }

    private void begin(Event event, Standing standing) {
        Duration before = Duration.ofSeconds(standing.good + standing.bad + 2L);
        switch (event) {
            case SPRING_FORWARD -> house.set(SPRING.minus(before));
            case FALL_BACK -> house.set(AUTUMN.minus(before));
            default -> house.set(Instant.parse("2026-11-20T10:00:00Z"));
        }
        if (standing == Standing.SILENCED) {
            Instant now = house.instant().minus(Duration.ofDays(2));
            silences.put(new Silence(1, Plans.plan(now, now.plus(Duration.ofDays(9)), null,
                    new LabelMatcher("alertname", LabelMatcher.Op.EQUAL, "load")), now, null), now);
        }
    }

    private void happen(Event event, double load) {
        switch (event) {
            case NOTHING, SPRING_FORWARD, FALL_BACK -> seconds(5, load);
            case DATA_MISSING -> seconds(2 * 3600, null);
            case STORE_DOWN -> {
                DATABASE.away(true);
                seconds(5, load);
            }
            case RESTART -> restart();
            case RESTART_WITHOUT_DATA -> {
                restart();
                seconds(2 * 3600, null);
            }
            case CLOCK_AN_HOUR_BACK -> house.step(Duration.ofHours(-1));
            case CLOCK_AN_HOUR_ON -> house.step(Duration.ofHours(1));
            case CLOCK_A_DAY_ON -> house.step(Duration.ofDays(1));
            case FROZEN -> {
                house.pass(Duration.ofSeconds(60));
                // What was due is judged before anything is read again.
                tick();
            }
        }
    }

    @Test
    void aStandstillOfTheServiceIsNoMissingData() {
        house = new TurnedHouse("load: system.load.1m < 10 no data breach");
        start();
        seconds(5, GOOD);
        house.pass(Duration.ofSeconds(60));
        tick();
        seconds(5, GOOD);
        assertThat(told).isEmpty();

        seconds(5, null);
        assertTold(List.of("Fired"));
    }

    @Test
    void twoBlipsAroundAStandstillAreNoBreachThatLasted() {
        start();
        seconds(5, GOOD);
        seconds(1, BAD);
        house.pass(Duration.ofSeconds(60));
        seconds(1, BAD);
        tick();
        seconds(5, GOOD);

        assertThat(told).isEmpty();
    }

    /** At 02:00 clocks go to 03:00: the hours begin half an hour late and end as ever. */
    @Test
    void hoursThatBeginInTheHourThatIsLeftOutAreToldOnce() {
        house = new TurnedHouse("load: system.load.1m < 10 during 02:30-03:30 Europe/Berlin");
        house.set(SPRING.minusSeconds(20 * 60));
        start();
        seconds(20 * 60 - 1, BAD);
        assertThat(told).isEmpty();
        seconds(2, BAD);
        assertTold(List.of("Fired"));
        seconds(60 * 60, BAD);
        assertTold(List.of("Fired"));
        seconds(1, GOOD);
        assertTold(List.of("Fired", "Resolved"));
    }

    /** At 03:00 clocks go back to 02:00: the hours come twice, the alert does not. */
    @Test
    void hoursThatComeTwiceAreToldOnce() {
        house = new TurnedHouse("load: system.load.1m < 10 during 02:15-02:45 Europe/Berlin");
        house.set(AUTUMN.minusSeconds(60 * 60));
        start();
        seconds(15 * 60 - 1, BAD);
        assertThat(told).isEmpty();
        seconds(105 * 60, BAD);
        assertTold(List.of("Fired"));
        seconds(1, GOOD);
        assertTold(List.of("Fired", "Resolved"));
    }

    @Test
    void aWindowInTheHourThatComesTwiceHoldsBackBothTimes() {
        house.set(AUTUMN.minusSeconds(50 * 60));
        silences.put(new Silence(1, Plans.plan(house.instant(), null,
                io.tidemark.threshold.Hours.parse("02:15-02:45 Europe/Berlin", "repeat"),
                new LabelMatcher("alertname", LabelMatcher.Op.EQUAL, "load")), house.instant(), null), house.instant());
        start();
        seconds(5 * 60, GOOD);
        seconds(29 * 60, BAD);
        assertThat(told).isEmpty();
        seconds(2 * 60, GOOD);
        // 02:46, the first time.
        seconds(60, BAD);
        assertTold(List.of("Fired"));
        seconds(31 * 60, GOOD);
        assertTold(List.of("Fired", "Resolved"));
        forget();
        // 02:18, the second time.
        seconds(10 * 60, BAD);
        assertThat(told).isEmpty();
        seconds(60, GOOD);
        assertThat(told).isEmpty();
    }

    private void seconds(int count, @Nullable Double load) {
        for (int second = 0; second < count; second++) {
            house.pass(Duration.ofSeconds(1));
            if (load != null) {
                see(room().alerts().apply(house.load(load)));
            }
            tick();
        }
    }

    private void tick() {
        List<Judgement> due = house.due();
        see(room().alerts().apply(due));
        see(room().alerts().due(house.instant()));
    }

    private void see(List<AlertChange> changes) {
        for (AlertChange change : changes) {
            switch (change) {
                case AlertChange.Fired _ -> told.add("Fired");
                case AlertChange.Reminded _ -> told.add("Reminded");
                case AlertChange.Resolved resolved when resolved.alert().attention().wasTold() -> told.add("Resolved");
                case AlertChange.Noted _,AlertChange.Resolved _ -> {
                    // Nobody is told.
                }
            }
        }
    }

    /** What was decided, and what came out at the other end. */
    private void assertTold(List<String> expected) {
        assertThat(told).isEqualTo(expected);
        await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(messages)
                .extracting(message -> message.endsAt() == null ? "Fired" : "Resolved").isEqualTo(expected));
    }

    private void forget() {
        told.clear();
        forgotten += messages.size();
        messages.clear();
    }

    private void endSilence() {
        silences.put(silences.all().getFirst().ended(house.instant()), house.instant());
    }

    private void start() {
        Ids numbers = ids == null ? new Ids(house, lives++, 0) : ids;
        ids = numbers;
        TreeMap<String, Receiver> channels = new TreeMap<>();
        channels.put("on-call", TestChannel.receiver(notification -> {
            messages.addAll(notification.messages());
            return new Delivery.Delivered();
        }));
        room = AlertsStart.start(
                new Parts("web-1", numbers, house, new JpaAlertStore(ENTITIES), journal, channels),
                new Restraint(silences, Duration.ofHours(4), house), FaultyDatabase.PATIENCE, Set.of("load"),
                _ -> SomeCauses.of(2));
    }

    private Started room() {
        return java.util.Objects.requireNonNull(room);
    }

    private void restart() {
        // What was sent and has no receipt yet would be told again, and rightly.
        await().pollInterval(Duration.ofMillis(5)).until(() -> journal.receipts() == forgotten + messages.size());
        room().close();
        journal.flush();
        house.restart();
        start();
        room().alerts().active().forEach(alert -> house.resume(alert.threshold(), alert.labels(),
                alert.state() == AlertState.FIRING));
    }

    @AfterEach
    void stop() {
        DATABASE.away(false);
        room().close();
    }

    @AfterAll
    static void close() {
        ENTITIES.close();
    }
}
