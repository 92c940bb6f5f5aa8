package io.tidemark.history;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes to read windows of an hour back from the embedded store after a start, and what they take of the heap
 * then. Properties: windows (100), lives (10).
 */
class WindowReadBench {

    private static final int WINDOWS = Integer.getInteger("windows", 100);
    private static final int LIVES = Integer.getInteger("lives", 10);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Recording recording = Recording.generated(WINDOWS, end.minus(HOUR), HOUR);

    @TempDir
    private Path directory;

    @Test
    void windowsOfAnHour() throws Exception {
        try (TestStore store = TestStore.h2(Files.createDirectories(directory.resolve("store")))) {
            recording.writeTo(store.store(), "bench");
            for (int life = 0; life < LIVES; life++) {
                live(store, directory.resolve("life-" + life));
            }
        }
    }

    private void live(TestStore store, Path data) {
        List<Series> series = List.copyOf(recording.columns().keySet());
        try (StoredHistory history = StoredHistory.open(data, store.store(), "bench", HistorySettings.DEFAULT,
                InstantSource.system(), _ -> Optional.empty())) {
            series.stream().map(Series::metric).distinct()
                    .forEach(metric -> history.readings().hold(SeriesSelector.of(metric), HOUR));
            history.start();
            long before = used();
            List<Sample> first = new ArrayList<>();
            series.forEach(one -> first.add(new Sample(one, end, 1)));
            long began = System.nanoTime();
            history.append(Observation.of("bench", "system", end, Duration.ZERO, first));
            double appended = (System.nanoTime() - began) / 1e6;
            while (!series.stream().allMatch(one -> history.readings().isWhole(one, HOUR))) {
                LockSupport.parkNanos(200_000);
            }
            double took = (System.nanoTime() - began) / 1e6;
            long held = used() - before;
            long values = series.stream().flatMap(one -> history.readings().window(one, HOUR, end).stream())
                    .mapToLong(Window::count).sum();
            System.out.printf("%d windows of 1 h with %,d values: read back in %.0f ms, the append that asked %.2f ms, "
                    + "held %.1f MB, %.0f kB each%n", series.size(), values, took, appended, held / 1e6,
                    held / 1e3 / series.size());
            history.stop(Duration.ofSeconds(5));
        }
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
