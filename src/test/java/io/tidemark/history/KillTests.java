package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.store.Store;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 while writing at a high rate, again and again on the same data: what was acknowledged is there, once. */
class KillTests {

    private static final int KILLS = Integer.getInteger("journal.kills", 5);

    // Each process has a stretch of time of its own: a fast one runs ahead of the clock.
    private static final long EACH = Duration.ofHours(1).toMillis();
    private static final long START = System.currentTimeMillis() - KILLS * EACH;

    @TempDir
    Path data;

    @Test
    void nothingAcknowledgedIsLostOrWrittenTwice() throws Exception {
        Set<Long> runs = new HashSet<>();
        Set<Long> samples = new HashSet<>();
        Random random = new Random(7);
        for (int kill = 0; kill < KILLS; kill++) {
            Path acknowledged = data.resolve("acknowledged-" + kill);
            killWhileWriting(kill, acknowledged, Duration.ofMillis(200 + random.nextInt(1500)));
            collect(acknowledged, runs, samples);
        }

        try (TestStore server = TestStore.h2(data)) {
            try (StoredHistory history = KilledWriter.open(data, server)) {
                history.start();
                history.stop(Duration.ofSeconds(60));
                assertThat(history.storeStatus().reason()).isEmpty();
                assertThat(history.storeStatus().pendingRecords()).isZero();
            }
            check(server.store(), runs, samples);
        }
        System.out.printf("%d kills, %d runs and %d samples acknowledged, none lost%n", KILLS, runs.size(),
                samples.size() * (long) KilledWriter.SERIES);
    }

    private void killWhileWriting(int kill, Path acknowledged, Duration after)
            throws IOException, InterruptedException {
        Path errors = data.resolve("errors");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=quiet-logback.xml", "-cp",
                System.getProperty("java.class.path"), KilledWriter.class.getName(), data.toString(),
                Long.toString(START + kill * EACH))
                .redirectOutput(acknowledged.toFile()).redirectError(errors.toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(acknowledged).contains("run ") || !process.isAlive());
            assertThat(process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS))
                    .as(() -> "ended by itself: " + text(errors)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The last line may be cut. */
    private static void collect(Path acknowledged, Set<Long> runs, Set<Long> samples) throws IOException {
        String text = Files.readString(acknowledged);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            if (line.startsWith("run ")) {
                runs.add(Long.valueOf(line.substring(4)));
            } else if (line.startsWith("sample ")) {
                samples.add(Long.valueOf(line.substring(7)));
            }
        });
    }

    private static void check(Store store, Set<Long> runs, Set<Long> samples) {
        List<Long> stored = store.runs(KilledWriter.PROBE, Long.MAX_VALUE, 10_000_000).stream().map(Run::id).toList();
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(new HashSet<>(stored).containsAll(runs)).as("every acknowledged run").isTrue();
        for (Series series : KilledWriter.allSeries()) {
            Set<Long> found = new HashSet<>();
            store.samples("test-1", series, Instant.EPOCH, Instant.now().plusSeconds(3600),
                    (millis, _) -> assertThat(found.add(millis)).as("once").isTrue());
            assertThat(found.containsAll(samples)).as("every acknowledged sample of " + series).isTrue();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
