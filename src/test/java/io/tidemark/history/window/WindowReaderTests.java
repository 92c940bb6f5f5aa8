package io.tidemark.history.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.StoreException;
import io.tidemark.history.Window;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading back from a past that fails or does not answer. */
class WindowReaderTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);
    private static final Series THREADS = new Series("jvm.threads", Labels.NONE);
    private static final Series SWAP = new Series("system.swap.used", Labels.NONE);

    private final AtomicLong nanos = new AtomicLong();
    private final Wishes wishes = new Wishes(nanos::get, PATIENCE);
    private final LatestReadings readings = new LatestReadings(_ -> Optional.empty(), wishes);
    private final Lame past = new Lame();
    private final WindowReader reader = new WindowReader(readings, wishes, past);

    /** Knows one value of each series, half an hour old. */
    private static final class Lame implements Past {

        private volatile Map<Series, RuntimeException> broken = Map.of();

        @Override
        public long samples(Map<Series, Stretch> wanted, Sink sink) {
            wanted.keySet().forEach(series -> {
                RuntimeException failure = broken.get(series);
                if (failure != null) {
                    throw failure;
                }
                sink.sample(series, NOW.minusSeconds(1800).toEpochMilli(), 5);
            });
            return Long.MIN_VALUE;
        }

        @Override
        public long runs(String probe, Stretch wanted, Predicate<Run> sink) {
            throw new StoreException("there are none here");
        }
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void oneThatCannotBeReadKeepsNoOtherFromBeingReadAndIsTriedAgain() {
        past.broken = Map.of(LOAD, new StoreException("away"));
        List.of(LOAD, THREADS, SWAP).forEach(this::hold);
        see(LOAD, THREADS, SWAP);
        reader.start();

        awaitWhole(THREADS);
        awaitWhole(SWAP);
        assertThat(readings.window(SWAP, HOUR, NOW).map(Window::count)).contains(2L);
        assertThat(readings.window(LOAD, HOUR, NOW).map(Window::count)).contains(1L);

        past.broken = Map.of();
        awaitWhole(LOAD);
        assertThat(readings.window(LOAD, HOUR, NOW).map(Window::count)).contains(2L);
    }

    @Test
    void nobodyWaitsForLong() {
        hold(LOAD);
        see(LOAD);
        assertThat(readings.isBeingRead(LOAD, HOUR)).isTrue();
        assertThat(readings.isBeingRead(THREADS, HOUR)).isFalse();

        nanos.addAndGet(PATIENCE.toNanos());
        assertThat(readings.isBeingRead(LOAD, HOUR)).isFalse();

        readings.hold(SeriesSelector.of(LOAD.metric()), HOUR.multipliedBy(2));
        assertThat(readings.isBeingRead(LOAD, HOUR)).as("asked for more").isTrue();
    }

    @Test
    void aSeriesThatIsSeenLaterIsReadBackThen() {
        hold(LOAD);
        reader.start();
        see(LOAD);
        awaitWhole(LOAD);

        assertThat(readings.isBeingRead(LOAD, HOUR)).isFalse();
        assertThat(readings.window(LOAD, HOUR, NOW).map(Window::count)).contains(2L);
    }

    private void hold(Series series) {
        readings.hold(SeriesSelector.of(series.metric()), HOUR);
    }

    private void see(Series... all) {
        List<Sample> samples = Stream.of(all).map(series -> new Sample(series, NOW, 1)).toList();
        readings.accept(Observation.of("test-1", "system", NOW, Duration.ZERO, samples));
    }

    private void awaitWhole(Series series) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5))
                .until(() -> readings.isWhole(series, HOUR));
    }
}
