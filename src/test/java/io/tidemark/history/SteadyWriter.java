package io.tidemark.history;

import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A process that writes 150 series a second and a run every ten, at 100 times the speed of the clock, and says from
 * time to time what it takes.
 */
final class SteadyWriter {

    static final int SPEED = 100;

    private static final int SERIES = 150;
    private static final int RUN_EVERY = 10;
    private static final int SAY_EVERY = 300;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private SteadyWriter() {}

    static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        long seconds = Long.parseLong(args[1]);
        TurnedClock clock = new TurnedClock(START);
        try (TestStore server = TestStore.h2(data)) {
            StoredHistory history = StoredHistory.open(data, server.store(), "test-1", HistorySettings.DEFAULT, clock,
                    _ -> Optional.empty());
            history.start();
            write(history, clock, seconds);
            history.stop(Duration.ofSeconds(60));
            StoreStatus status = history.storeStatus();
            history.close();
            System.out.printf("written %d, pending %d, dropped %d%n", status.writtenRecords(),
                    status.pendingRecords(), status.droppedRecords());
        }
    }

    private static void write(StoredHistory history, TurnedClock clock, long seconds) throws IOException {
        Ids ids = new Ids(clock, 0, 0);
        List<Series> series = IntStream.range(0, SERIES)
                .mapToObj(i -> new Series("system.load.1m", Labels.of("number", Integer.toString(i)))).toList();
        long due = System.nanoTime();
        for (long second = 0; second < seconds; second++) {
            Instant at = clock.instant();
            history.append(Observation.of("test-1", "system", at, Duration.ZERO,
                    series.stream().map(one -> new Sample(one, at, at.getEpochSecond() % 997)).toList()));
            if (second % RUN_EVERY == 0) {
                history.append(Observation.of(TestRuns.run(ids.next(), "orders", at, 1, 2, 3)));
            }
            if (second % SAY_EVERY == 0) {
                sayWhatItTakes(second);
            }
            clock.turn(Duration.ofSeconds(1));
            due += Duration.ofSeconds(1).toNanos() / SPEED;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        sayWhatItTakes(seconds);
    }

    private static void sayWhatItTakes(long second) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            System.out.printf("at %d %d %d %d%n", second, ofStatus("VmRSS:"), ofStatus("Threads:"), files.count());
        }
    }

    private static long ofStatus(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }
}
