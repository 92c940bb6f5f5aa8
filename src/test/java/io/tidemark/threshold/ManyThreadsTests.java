package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.Readings;
import io.tidemark.history.Standing;
import io.tidemark.history.Window;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManyThreadsTests {

    private static final int ROUNDS = 2000;

    private final Sources sources = House.sources(List.of());
    private final LastRuns readings = new LastRuns(new ConcurrentHashMap<>());
    private final LiveThresholds thresholds = new LiveThresholds(
            Rules.all(sources, new ConfiguredRules(List.of(
                    House.rule("a: probe.p95 < 80% of probe.'orders-direct'.p95"),
                    House.rule("b: probe.error_rate < 1% for 1ms"))), List.of()).rules(),
            sources, readings, InstantSource.system(), System::nanoTime);

    @Test
    void judgesFromManyThreadsAreEachWholeAndNoneIsLost() throws InterruptedException, ExecutionException {
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = Stream
                    .<Runnable>of(() -> observe("orders-read"), () -> observe("orders-direct"),
                            () -> repeat(() -> thresholds.due(Instant.now())),
                            () -> repeat(() -> assertThat(thresholds.current()).hasSize(4)))
                    .<Future<?>>map(pool::submit).toList();
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(thresholds.current()).extracting(j -> j.threshold().name() + " " + j.verdict().code())
                .containsExactly("a BREACHED", "a BREACHED", "b OK", "b OK");
    }

    private void observe(String probe) {
        repeat(() -> {
            Run run = new Run(1, "here", probe, "point-read", "shop-db", Instant.now(), Duration.ZERO,
                    Duration.ofSeconds(1), new Outcome.Succeeded(), Map.of("read", House.latencies(5)),
                    Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Run.Cost.NONE, Conditions.UNKNOWN,
                    Run.Course.PLAIN, 0);
            readings.runs.put(probe, run);
            assertThat(thresholds.judge(Observation.of(run))).isNotEmpty();
        });
    }

    private static void repeat(Runnable action) {
        for (int i = 0; i < ROUNDS; i++) {
            action.run();
        }
    }

    /** Only the last runs, safe for threads. */
    private record LastRuns(Map<String, Run> runs) implements Readings {

        @Override
        public Optional<Run> lastRun(String probe) {
            return Optional.ofNullable(runs.get(probe));
        }

        @Override
        public List<Reading> latest(SeriesSelector selector) {
            return List.of();
        }

        @Override
        public Collection<Reading> all() {
            return List.of();
        }

        @Override
        public Optional<Observation> lastObservation(String source) {
            return Optional.empty();
        }

        @Override
        public void release(SeriesSelector selector, Duration length) {
            throw new UnsupportedOperationException("no window is asked for");
        }

        @Override
        public void hold(SeriesSelector selector, Duration length) {
            throw new UnsupportedOperationException("no window is asked for");
        }

        @Override
        public List<Standing> standings(Instant from, Instant to) {
            return List.of();
        }

        @Override
        public Optional<Window> window(Series series, Duration length, Instant now) {
            throw new UnsupportedOperationException("no window is asked for");
        }

        @Override
        public boolean isBeingRead(Series series, Duration length) {
            return false;
        }

        @Override
        public boolean isWhole(Series series, Duration length) {
            return false;
        }

        @Override
        public Optional<Window> undisturbed(Series series, Duration length, Instant now) {
            throw new UnsupportedOperationException("no window is asked for");
        }
    }
}
