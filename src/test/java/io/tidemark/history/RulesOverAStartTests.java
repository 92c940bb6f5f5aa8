package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Series;
import io.tidemark.probe.TestPostgres;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.TurnedHouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules over windows are judged after a start of the service as if it had not been stopped. */
@BesideOthers
class RulesOverAStartTests {

    private static final double GOOD = 1;
    private static final double BAD = 20;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);
    private static final Series LATENCY = new Series("probe.latency", Labels.of("probe", "orders-read"));

    @TempDir
    Path data;

    @TempDir
    Path database;

    private final TurnedHouse house = new TurnedHouse();
    private final Ids ids = new Ids(house, 0, 0);
    private @Nullable TestStore server;
    private @Nullable StoredHistory history;
    private double lastLoad;

    @AfterEach
    void close() {
        if (history != null) {
            history.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void whatFiresIsOverAsSoonAsTheWorstIsOutOfTheWindow() {
        start("load: max(system.load.1m, 1h) < 10");
        seconds(60, GOOD);
        seconds(10, BAD);
        seconds(40 * 60, GOOD);
        assertThat(word()).isEqualTo("BREACHED");

        restart("load: max(system.load.1m, 1h) < 10");
        resume("load");
        house.pass(Duration.ofMinutes(5));
        assertThat(load(GOOD)).as("read back or not").isIn("NO_DATA", "BREACHED");
        awaitWhole(LOAD, HOUR);
        house.due();
        assertThat(word()).isEqualTo("BREACHED");

        // Of the hour since the worst 45 minutes are over.
        seconds(14 * 60, GOOD);
        assertThat(word()).isEqualTo("BREACHED");
        seconds(61, GOOD);
        assertThat(word()).isEqualTo("OK");
    }

    @Test
    void whatWasOutOfTheWindowBeforeIsOverWithTheFirstReading() {
        start("load: max(system.load.1m, 1h) < 10");
        seconds(10, BAD);
        seconds(50 * 60, GOOD);
        restart("load: max(system.load.1m, 1h) < 10");
        resume("load");
        house.pass(Duration.ofMinutes(20));

        load(GOOD);
        awaitWhole(LOAD, HOUR);
        house.due();
        assertThat(word()).isEqualTo("OK");
    }

    @Test
    void theFirstSecondsOfALifeBreakNoRuleThatIsWell() {
        start("load: avg(system.load.1m, 10m) < 10");
        seconds(10 * 60, GOOD);
        restart("load: avg(system.load.1m, 10m) < 10");

        assertThat(load(100 * BAD)).as("not what the first second alone says").isIn("NO_DATA", "OK");
        house.due();
        awaitWhole(LOAD, Duration.ofMinutes(10));
        house.due();
        assertThat(word()).isEqualTo("OK");
    }

    @Test
    void aNewRuleHasItsWindowAtOnce() {
        start("load: system.load.1m < 100");
        seconds(10, BAD);
        seconds(30 * 60, GOOD);

        house.replace("load: system.load.1m < 100", "hour: max(system.load.1m, 1h) < 10");
        house.due();
        awaitWhole(LOAD, HOUR);
        house.due();
        assertThat(current("hour").verdict().code()).isEqualTo("BREACHED");
        assertThat(current("hour").value()).isEqualTo(BAD);
    }

    @Test
    void aRuleWhoseWindowGetsLongerEndsNothingAndWaitsForNothing() {
        start("load: max(system.load.1m, 5m) < 10");
        seconds(60, BAD);
        seconds(4 * 60, GOOD);
        assertThat(word()).isEqualTo("BREACHED");

        house.replace("load: max(system.load.1m, 10m) < 10");
        house.due();
        awaitWhole(LOAD, Duration.ofMinutes(10));
        seconds(299, GOOD);
        assertThat(word()).isEqualTo("BREACHED");
        seconds(70, GOOD);
        assertThat(word()).isEqualTo("OK");
    }

    @Test
    void latenciesOfRunsBeforeTheStartCount() {
        String rule = "reads: p99(probe.'orders-read'.latency, 10m) < 50ms";
        start(rule);
        run(100);
        for (int i = 0; i < 20; i++) {
            run(5);
        }
        assertThat(word()).isEqualTo("BREACHED");
        restart(rule);
        house.resume("reads", Labels.of("probe", "orders-read"), true);

        run(5);
        awaitWhole(LATENCY, Duration.ofMinutes(10));
        assertThat(word()).isEqualTo("BREACHED");
        for (int i = 0; i < 37; i++) {
            run(5);
        }
        assertThat(word()).isEqualTo("BREACHED");
        run(5);
        run(5);
        assertThat(word()).as("of what is out of the window").isEqualTo("OK");
    }

    @Test
    void judgedWindowsAreTheSameBeforeAndAfterAStart() {
        String[] rules = {"a: avg(system.load.1m, 7m) < 1", "b: max(system.load.1m, 11m) < 2",
                "c: p90(system.load.1m, 3m) > 0.5", "d: growth(system.load.1m, 9m) < 1",
                "e: sum(system.load.1m, 1m) > 0"};
        start(rules);
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            for (int i = 0; i < 700 + random.nextInt(300); i++) {
                house.pass(Duration.ofMillis(200 + random.nextInt(1500)));
                load(random.nextGaussian() + seed / 5.0);
            }
            settle();
            List<Judgement> before = house.current();
            restart(rules);
            // The newest reading once more, at the same instant.
            load(lastLoad);
            awaitWhole(LOAD, Duration.ofMinutes(11));
            house.due();

            assertThat(house.current()).extracting(Judgement::value)
                    .containsExactlyElementsOf(before.stream().map(Judgement::value).toList());
            assertThat(house.current()).extracting(judgement -> judgement.verdict().reason())
                    .containsExactlyElementsOf(before.stream().map(judgement -> judgement.verdict().reason()).toList());
        }
    }

    @Test
    void aStoreThatIsFrozenAtTheStartHoldsNothingUpAndWindowsComeWhenItAnswers() throws Exception {
        String rule = "load: max(system.load.1m, 1h) < 10";
        try (TestPostgres postgres = new TestPostgres();
                TestStore frozen = TestStore.at(postgres.url() + '?' + TestStore.LIMITS)) {
            house.replace(rule);
            live(frozen.store());
            seconds(10, BAD);
            seconds(60, GOOD);
            end();
            house.replace(rule);
            live(frozen.store());
            resume("load");
            postgres.freeze();

            assertThat(load(GOOD)).isEqualTo("NO_DATA");
            assertThat(word()).as("judged on what there is, which ends nothing").isEqualTo("INCONCLUSIVE");
            seconds(5, GOOD);
            assertThat(word()).isEqualTo("INCONCLUSIVE");

            postgres.thaw();
            awaitWhole(LOAD, HOUR);
            seconds(1, GOOD);
            assertThat(word()).isEqualTo("BREACHED");
            end();
        }
    }

    private void start(String... rules) {
        server = TestStore.h2(database);
        house.replace(rules);
        live(server.store());
    }

    private void live(Store store) {
        history = StoredHistory.open(data, store, "test-1", HistorySettings.DEFAULT, house, _ -> Optional.empty());
        house.restart(history.readings(), history::append);
        history.start();
    }

    private void end() {
        history().stop(Duration.ofSeconds(30));
        history().close();
        history = null;
    }

    private void restart(String... rules) {
        end();
        house.replace(rules);
        live(server().store());
    }

    private void resume(String rule) {
        house.resume(rule, Labels.NONE, true);
    }

    private void seconds(int count, double load) {
        for (int i = 0; i < count; i++) {
            house.pass(Duration.ofSeconds(1));
            load(load);
            house.due();
        }
    }

    private String load(double value) {
        lastLoad = value;
        return house.load(value).getLast().verdict().code();
    }

    private void run(int millis) {
        house.pass(Duration.ofSeconds(10));
        house.take(Observation.of(TestRuns.run(ids.next(), "orders-read", house.instant(), millis)));
        house.due();
    }

    private void awaitWhole(Series series, Duration length) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5))
                .until(() -> history().readings().isWhole(series, length));
    }

    /** Judges what waits for its window, which is read in time that is not turned. */
    private void settle() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(() -> {
            house.due();
            return house.current().stream().noneMatch(one -> one.verdict().reason().contains("is being read"));
        });
    }

    private String word() {
        settle();
        return house.current().getLast().verdict().code();
    }

    private Judgement current(String rule) {
        return house.current().stream().filter(one -> one.threshold().name().equals(rule)).findFirst().orElseThrow();
    }

    private StoredHistory history() {
        return Objects.requireNonNull(history);
    }

    private TestStore server() {
        return Objects.requireNonNull(server);
    }
}
