package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.store.Store;
import io.tidemark.history.store.StoreTable;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;

/** Windows of a life of the service hold what was seen in the one before, as if there had been one. */
abstract class WindowContract {

    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);
    private static final SeriesSelector ANY_LOAD = SeriesSelector.of(LOAD.metric());
    private static final Series LATENCY = new Series("probe.latency", Labels.of("probe", "orders"));
    private static final Series VIOLATIONS = new Series("probe.violations", Labels.of("probe", "orders"));
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Ids ids = new Ids(clock, 0, 0);
    /** Has seen everything, in one life. */
    private Rehearsal unbroken = new Rehearsal();
    private StoredHistory history;
    private boolean started;

    abstract Store store();

    /** Where what was seen in one life is in the next. */
    enum Kept {
        STORE,
        JOURNAL,
        BOTH
    }

    @BeforeEach
    void open() {
        history = open(data, "test-1");
    }

    @AfterEach
    void close() throws IOException {
        end(Kept.STORE);
    }

    private void start() {
        history.start();
        started = true;
    }

    private void end(Kept kept) throws IOException {
        history.flush();
        Path journal = data.resolve("journal");
        Path copy = elsewhere.resolve("journal");
        if (kept == Kept.BOTH) {
            copy(journal, copy);
        }
        if (started) {
            history.stop(Duration.ofSeconds(30));
        }
        history.close();
        if (kept == Kept.BOTH) {
            FileSystemUtils.deleteRecursively(journal);
            Files.move(copy, journal);
        }
        started = false;
    }

    private static void copy(Path journal, Path copy) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.toList()) {
                copyIfThere(file, copy.resolve(file.getFileName()));
            }
        }
    }

    private static void copyIfThere(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy);
        } catch (NoSuchFileException _) {
            // It has been written and removed meanwhile.
        }
    }

    private void restart(Kept kept) throws IOException {
        end(kept);
        open();
    }

    @ParameterizedTest
    @EnumSource
    void whateverWasSeenAndWheneverTheServiceStartedAWindowIsTheSame(Kept kept) throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            Series series = new Series("system.network.received", Labels.of("device", "eth" + seed));
            Duration length = Duration.ofSeconds(30 + random.nextInt(900));
            hold(SeriesSelector.of(series.metric()), length);
            int lives = 2 + random.nextInt(2);
            for (int life = 0; life < lives; life++) {
                if (life == lives - 1 || (kept != Kept.JOURNAL && !started)) {
                    start();
                }
                for (int i = 0; i < 1 + random.nextInt(400); i++) {
                    sample(series, random.nextGaussian());
                    clock.turn(Duration.ofMillis(1 + random.nextInt(3000)));
                }
                if (life < lives - 1) {
                    restart(kept);
                    history.readings().hold(SeriesSelector.of(series.metric()), length);
                }
            }
            sample(series, 1);
            awaitWhole(series, length);
            assertSame(series, length);
        }
    }

    @Test
    void aWindowThatIsAskedForLaterHasWhatIsNotInTheStoreYet() {
        start();
        unbroken.readings().hold(ANY_LOAD, MINUTE);
        load(100);
        history.readings().hold(ANY_LOAD, MINUTE);

        awaitWhole(LOAD, MINUTE);
        assertSame(LOAD, MINUTE);
    }

    @Test
    void aWindowThatGetsLongerHasWhatWasLetGo() throws IOException {
        start();
        unbroken.readings().hold(ANY_LOAD, Duration.ofMinutes(10));
        history.readings().hold(ANY_LOAD, MINUTE);
        load(500);
        restart(Kept.STORE);
        history.readings().hold(ANY_LOAD, MINUTE);
        start();
        load(300);
        assertThat(history.readings().isWhole(LOAD, MINUTE)).isTrue();
        history.readings().hold(ANY_LOAD, Duration.ofMinutes(10));

        awaitWhole(LOAD, Duration.ofMinutes(10));
        assertSame(LOAD, Duration.ofMinutes(10));
        assertSame(LOAD, MINUTE);
    }

    @ParameterizedTest
    @EnumSource
    void windowsOverRunsHaveThoseOfBefore(Kept kept) throws IOException {
        hold(SeriesSelector.of(LATENCY.metric()), HOUR);
        hold(SeriesSelector.of(VIOLATIONS.metric()), Duration.ofMinutes(20));
        hold(SeriesSelector.parse("probe.latency{operation=\"read\"}"), HOUR);
        if (kept != Kept.JOURNAL) {
            start();
        }
        for (int i = 0; i < 250; i++) {
            run(i);
        }
        restart(kept);
        start();
        history.readings().hold(SeriesSelector.of(LATENCY.metric()), HOUR);
        history.readings().hold(SeriesSelector.of(VIOLATIONS.metric()), Duration.ofMinutes(20));
        history.readings().hold(SeriesSelector.parse("probe.latency{operation=\"read\"}"), HOUR);
        run(250);
        Series read = new Series(LATENCY.metric(), Labels.of("probe", "orders").with("operation", "read"));

        awaitWhole(LATENCY, HOUR);
        awaitWhole(VIOLATIONS, Duration.ofMinutes(20));
        awaitWhole(read, HOUR);
        assertSame(LATENCY, HOUR);
        assertSame(VIOLATIONS, Duration.ofMinutes(20));
        assertSame(read, HOUR);
        assertThat(undisturbed(history.readings(), LATENCY)).isEqualTo(undisturbed(unbroken.readings(), LATENCY))
                .isNotEqualTo(text(history.readings().window(LATENCY, HOUR, now())));
    }

    @Test
    void aWindowHasNothingOfAnotherInstance() {
        try (StoredHistory other = open(elsewhere, "test-2")) {
            other.start();
            for (int i = 0; i < 100; i++) {
                other.append(observation(LOAD, 1000));
                Run run = TestRuns.run(ids.next(), "orders", now(), 1000);
                other.append(Observation.of(during(run, "test-2")));
                clock.turn(Duration.ofSeconds(1));
            }
            other.stop(Duration.ofSeconds(30));
        }
        start();
        hold(ANY_LOAD, HOUR);
        hold(SeriesSelector.of(LATENCY.metric()), HOUR);
        load(1);
        run(1);

        awaitWhole(LOAD, HOUR);
        awaitWhole(LATENCY, HOUR);
        assertSame(LOAD, HOUR);
        assertSame(LATENCY, HOUR);
    }

    @Test
    void whatIsNotKeptAnyMoreLeavesAWindowPartial() throws IOException {
        Duration days = Duration.ofDays(4);
        start();
        load(10);
        restart(Kept.STORE);
        clock.turn(Duration.ofDays(3));
        start();
        load(10);
        restart(Kept.STORE);
        start();
        StoreTable raw = HistorySettings.DEFAULT.tiers().stream().filter(tier -> tier.name().equals("raw")).findFirst()
                .orElseThrow();
        store().sampleRollups().unrolled("test-1", now(), now(), 100)
                .forEach(hour -> store().sampleRollups().done(hour));
        Instant before = now().minus(Duration.ofDays(1));
        while (store().dropOlder(raw, before)) {
            // One partition at a time, where there are any.
        }
        store().deleteOlder(raw, before, 100);
        history.readings().hold(ANY_LOAD, days);
        history.readings().hold(ANY_LOAD, MINUTE);
        load(1);

        awaitWhole(LOAD, MINUTE);
        assertThat(history.readings().window(LOAD, days, now()).map(Window::count)).contains(11L);
        assertThat(history.readings().isWhole(LOAD, days)).isFalse();
        assertThat(history.readings().isBeingRead(LOAD, days)).isFalse();
    }

    private StoredHistory open(Path directory, String instance) {
        return StoredHistory.open(directory, store(), instance, HistorySettings.DEFAULT, clock,
                _ -> Optional.empty());
    }

    private void hold(SeriesSelector selector, Duration length) {
        unbroken.readings().hold(selector, length);
        history.readings().hold(selector, length);
    }

    private void load(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.turn(Duration.ofSeconds(1));
            sample(LOAD, i);
        }
    }

    private void sample(Series series, double value) {
        see(observation(series, value));
    }

    private Observation observation(Series series, double value) {
        return Observation.of("test-1", "system", now(), Duration.ZERO, List.of(new Sample(series, now(), value)));
    }

    private void run(int number) {
        clock.turn(Duration.ofSeconds(10));
        Run run = TestRuns.run(ids.next(), "orders", now(), 10, 10, 20 + number);
        Conditions busy = run.conditions().lag(number % 7 == 3 ? Double.valueOf(0.06) : null);
        see(Observation.of(TestRuns.during(run, run.took(), busy)));
    }

    private static Run during(Run run, String instance) {
        return new Run(run.id(), instance, run.probe(), run.workload(), run.target(), run.startedAt(), run.took(),
                run.measured(), run.outcome(), run.operations(), run.failed(), run.errors(), run.phases(),
                run.measures(), run.violations(), run.cost(), run.conditions(), run.course(), run.fence());
    }

    private void see(Observation observation) {
        unbroken.take(observation);
        history.append(observation);
    }

    private Instant now() {
        return clock.instant();
    }

    private void awaitWhole(Series series, Duration length) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5))
                .until(() -> history.readings().isWhole(series, length));
    }

    private void assertSame(Series series, Duration length) {
        assertThat(text(history.readings().window(series, length, now())))
                .isEqualTo(text(unbroken.readings().window(series, length, now())));
    }

    private String undisturbed(Readings readings, Series series) {
        return text(readings.undisturbed(series, HOUR, now()));
    }

    /** All there is to know of a window. */
    private static String text(Optional<Window> window) {
        List<Object> all = new ArrayList<>();
        window.ifPresent(one -> all.addAll(List.of(one.from(), one.to(), one.count(), one.avg(), one.min(), one.max(),
                one.sum(), one.last(), one.percentile(50), one.percentile(99), one.rate(), one.growth())));
        return all.toString();
    }
}
