package io.tidemark.history.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.history.Readings.Reading;
import io.tidemark.history.TestRuns;
import io.tidemark.history.Window;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatestReadingsTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);
    private static final Series SHOP = new Series("process.resident", Labels.of("process", "shop"));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LatestReadings readings = new LatestReadings(_ -> Optional.empty());

    @Test
    void answersWithTheNewestReadingOfEachMatchingSeries() {
        sample("system", 0, LOAD, 1);
        sample("system", 1, LOAD, 2);
        sample("process.shop", 1, SHOP, 100);

        assertThat(readings.latest(SeriesSelector.parse("system.load.1m")))
                .containsExactly(new Reading(LOAD, "system", START.plusSeconds(1), 2));
        assertThat(readings.latest(SeriesSelector.parse("process.resident{process=~\"sh.*\"}"))).hasSize(1);
        assertThat(readings.latest(SeriesSelector.parse("process.resident{process=\"other\"}"))).isEmpty();
        assertThat(readings.all()).extracting(Reading::series).containsExactlyInAnyOrder(LOAD, SHOP);
    }

    @Test
    void keepsReadingsWhenAnObservationIsSkipped() {
        sample("system", 0, LOAD, 1);
        readings.accept(Observation.without("test-1", "system", START.plusSeconds(1), new Outcome.Skipped("busy")));

        assertThat(readings.latest(SeriesSelector.parse("system.load.1m"))).extracting(Reading::value)
                .containsExactly(1d);
        assertThat(readings.lastObservation("system")).hasValueSatisfying(
                last -> assertThat(last.outcome()).isEqualTo(new Outcome.Skipped("busy")));
    }

    @Test
    void holdsWindowsOnlyForSeriesThatWereAskedFor() {
        readings.hold(SeriesSelector.parse("system.load.1m"), MINUTE);
        for (int i = 0; i < 120; i++) {
            sample("system", i, LOAD, i);
            sample("process.shop", i, SHOP, i);
        }
        Instant now = START.plusSeconds(119);

        assertThat(readings.window(LOAD, MINUTE, now)).hasValueSatisfying(window -> {
            assertThat(window.count()).isEqualTo(60);
            assertThat(window.min()).isEqualTo(60);
            assertThat(window.last()).isEqualTo(119);
        });
        assertThat(readings.window(LOAD, Duration.ofSeconds(10), now).map(Window::count)).contains(10L);
        assertThat(readings.window(SHOP, MINUTE, now)).isEmpty();
        assertThat(readings.window(LOAD, MINUTE, now.plusSeconds(3600))).isEmpty();
    }

    @Test
    void theLongestHoldCountsAndStartsWithTheNewestReading() {
        sample("system", 0, LOAD, 42);
        readings.hold(SeriesSelector.parse("system.load.1m"), Duration.ofSeconds(5));
        readings.hold(SeriesSelector.parse("system.load.1m"), MINUTE);
        sample("system", 30, LOAD, 8);

        assertThat(readings.window(LOAD, MINUTE, START.plusSeconds(30)).map(Window::avg)).contains(25d);
    }

    @Test
    void measuresOfProbesAnswerAsSeries() {
        readings.accept(Observation.of(TestRuns.run(1, "orders", START, 10, 20, 30)));
        readings.accept(Observation.of(TestRuns.run(2, "basket", START, 40)));

        assertThat(readings.latest(SeriesSelector.parse("probe.max"))).extracting(r -> r.series().toString())
                .containsExactlyInAnyOrder("probe.max{probe=\"orders\"}", "probe.max{probe=\"basket\"}");
        assertThat(readings.latest(SeriesSelector.parse("probe.hit_rate{probe=\"orders\"}"))).singleElement()
                .satisfies(reading -> assertThat(reading.value()).isEqualTo(0.75));
        assertThat(readings.latest(SeriesSelector.parse("probe.max{probe=\"orders\",phase=\"execute\"}")))
                .singleElement().satisfies(reading -> assertThat(reading.value()).isCloseTo(0.004, within(0.0001)));
        assertThat(readings.latest(SeriesSelector.parse("probe.max{operation=~\".+\"}"))).hasSize(2);
        assertThat(readings.latest(SeriesSelector.parse("probe.speedup"))).isEmpty();
        assertThat(readings.lastRun("orders")).hasValueSatisfying(run -> assertThat(run.id()).isEqualTo(1));
    }

    @Test
    void aMeasureTheLastRunDoesNotHaveIsAbsent() {
        readings.accept(Observation.of(TestRuns.run(1, "orders", START, 10)));
        readings.accept(Observation.of(TestRuns.run(2, "orders", START, new Outcome.Failed("refused"),
                Distribution.EMPTY, TestRuns.latencies(1), Map.of("refused", 1L))));

        assertThat(readings.latest(SeriesSelector.parse("probe.p95"))).isEmpty();
        assertThat(readings.latest(SeriesSelector.parse("probe.error_rate"))).singleElement()
                .satisfies(reading -> assertThat(reading.value()).isEqualTo(1));
    }

    @Test
    void latencyWindowsMergeTheDistributionsOfRuns() {
        readings.hold(SeriesSelector.parse("probe.latency{probe=\"orders\"}"), MINUTE);
        readings.hold(SeriesSelector.parse("probe.latency{operation=\"read\"}"), MINUTE);
        for (int i = 0; i < 10; i++) {
            readings.accept(Observation.of(TestRuns.run(i, "orders", START.plusSeconds(i * 10L), 10, 10, 10, 100 + i)));
        }
        Instant now = START.plusSeconds(90);
        Series whole = new Series("probe.latency", Labels.of("probe", "orders"));

        assertThat(readings.window(whole, MINUTE, now)).hasValueSatisfying(window -> {
            assertThat(window.count()).isEqualTo(24);
            assertThat(window.percentile(50)).isCloseTo(0.010, within(0.0001));
            assertThat(window.percentile(99)).isCloseTo(0.109, within(0.001));
            assertThat(window.min()).isCloseTo(0.010, within(0.0001));
            assertThat(window.from()).isEqualTo(START.plusSeconds(40));
        });
        assertThat(readings.window(new Series("probe.latency", Labels.of("probe", "orders", "operation", "read")),
                MINUTE, now).map(Window::count)).contains(24L);
    }

    @Test
    void disturbedRunsCanBeLeftOutOfAWindow() {
        readings.hold(SeriesSelector.parse("probe.latency{probe=\"orders\"}"), MINUTE);
        readings.hold(SeriesSelector.parse("probe.violations{probe=\"orders\"}"), MINUTE);
        for (int i = 0; i < 4; i++) {
            Run run = TestRuns.run(i, "orders", START.plusSeconds(i), 10 * (i + 1));
            Double lag = i == 3 ? Double.valueOf(0.06) : null;
            readings.accept(Observation.of(TestRuns.during(run, run.took(), run.conditions().lag(lag))));
        }
        Instant now = START.plusSeconds(10);
        Series latency = new Series("probe.latency", Labels.of("probe", "orders"));
        Series violations = new Series("probe.violations", Labels.of("probe", "orders"));

        assertThat(readings.window(latency, MINUTE, now).map(Window::count)).contains(4L);
        assertThat(readings.undisturbed(latency, MINUTE, now)).hasValueSatisfying(window -> {
            assertThat(window.count()).isEqualTo(3);
            assertThat(window.max()).isCloseTo(0.030, within(0.0001));
        });
        assertThat(readings.undisturbed(violations, MINUTE, now).map(Window::sum)).contains(3d);
        readings.release(SeriesSelector.parse("probe.latency{probe=\"orders\"}"), MINUTE);
        assertThat(readings.undisturbed(latency, MINUTE, now)).isEmpty();
    }

    @Test
    void otherMeasuresHaveOneValueARun() {
        readings.hold(SeriesSelector.parse("probe.violations{probe=\"orders\"}"), MINUTE);
        for (int i = 0; i < 10; i++) {
            readings.accept(Observation.of(TestRuns.run(i, "orders", START.plusSeconds(i * 10L), 10)));
        }

        assertThat(readings.window(new Series("probe.violations", Labels.of("probe", "orders")), MINUTE,
                START.plusSeconds(90))).hasValueSatisfying(window -> assertThat(window.sum()).isEqualTo(6));
    }

    @Test
    void forgetsSeriesThatAreLongGone() {
        sample("system", 0, SHOP, 1);
        sample("system", 600, LOAD, 1);

        assertThat(readings.all()).extracting(Reading::series).containsExactly(LOAD);
        assertThat(readings.latest(SeriesSelector.parse("process.resident"))).hasSize(1);

        sample("system", 7200, LOAD, 1);
        assertThat(readings.latest(SeriesSelector.parse("process.resident"))).isEmpty();
    }

    @Test
    void aSourceFromTheFutureHidesNoOther() {
        sample("process.shop", 86_400, SHOP, 1);
        sample("system", 0, LOAD, 1);

        assertThat(readings.all()).extracting(Reading::series).containsExactlyInAnyOrder(SHOP, LOAD);
    }

    private void sample(String source, int second, Series series, double value) {
        Instant at = START.plusSeconds(second);
        readings.accept(
                Observation.of("test-1", source, at, Duration.ZERO, List.of(new Sample(series, at, value))));
    }
}
