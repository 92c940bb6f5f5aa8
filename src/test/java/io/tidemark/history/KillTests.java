package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.Traffic.Batch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 at 2,000 samples a second, again and again on the same data: what was acknowledged is there, once. */
@BesideOthers
class KillTests {

    /** Over each of the two stores. */
    private static final int KILLS = Integer.getInteger("journal.kills", 3);

    @TempDir
    Path data;

    private final Random random = new Random(7);
    private final Acknowledged acknowledged = new Acknowledged();
    private final List<Duration> waits = new ArrayList<>();
    private final List<Duration> efforts = new ArrayList<>();
    private long writing;

    @Test
    void nothingAcknowledgedIsLostOrWrittenTwiceOverTheEmbeddedStore() throws Exception {
        killAgainAndAgain(TestStore.h2Url(data));
    }

    @Test
    void nothingAcknowledgedIsLostOrWrittenTwiceOverTheSharedStore() throws Exception {
        try (EmbeddedPostgres postgres = TestStores.startPostgres()) {
            killAgainAndAgain(TestStore.patientUrl(postgres));
        }
    }

    private void killAgainAndAgain(String url) throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            // Every third at any time since its launch, so that some hit the replay of what the last one left.
            killWhileWriting(url, kill % 3 == 2);
        }
        try (TestStore server = TestStore.at(url); StoredHistory history = Traffic.open(data, server)) {
            new Traffic(history, server, InstantSource.system());
            history.start();
            history.stop(Duration.ofSeconds(60));
            assertThat(history.storeStatus().reason()).isEmpty();
            assertThat(history.storeStatus().pendingRecords()).isZero();
            acknowledged.check(server);
        }
        System.out.printf("%s: %d kills, %s acknowledged at %d samples/s, 0 lost; "
                + "launch to ready in ms: %s, of processor time: %s%n", url.substring(0, url.indexOf(':', 5)), KILLS,
                acknowledged, acknowledged.size() * 1000L * Traffic.SERIES / writing, medianAndMost(waits),
                medianAndMost(efforts));
    }

    private void killWhileWriting(String url, boolean early) throws IOException, InterruptedException {
        Path said = data.resolve("said");
        Path errors = data.resolve("errors");
        long launched = System.nanoTime();
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=quiet-logback.xml", "-cp",
                System.getProperty("java.class.path"), KilledWriter.class.getName(), data.toString(), url)
                .redirectOutput(said.toFile()).redirectError(errors.toFile()).start();
        try {
            if (!early) {
                Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(100))
                        .until(() -> text(said).startsWith("ready\n") || !process.isAlive());
                waits.add(Duration.ofNanos(System.nanoTime() - launched));
                process.info().totalCpuDuration().ifPresent(efforts::add);
                // So that something is acknowledged, however slow the disk.
                Awaitility.await().atMost(Duration.ofMinutes(5))
                        .until(() -> text(said).lines().count() > 1 || !process.isAlive());
            }
            assertThat(process.waitFor(early ? random.nextInt(2500) : 300 + random.nextInt(1200),
                    TimeUnit.MILLISECONDS)).as(() -> "ended by itself: " + text(errors)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        collect(text(said));
    }

    private static String medianAndMost(List<Duration> times) {
        times.sort(null);
        return times.get(times.size() / 2).toMillis() + ", at most " + times.getLast().toMillis();
    }

    /** The last line may be cut. */
    private void collect(String said) {
        List<Batch> batches = said.substring(0, said.lastIndexOf('\n') + 1).lines().skip(1).map(Batch::parse).toList();
        batches.forEach(acknowledged::add);
        if (!batches.isEmpty()) {
            writing += batches.getLast().millis() - batches.getFirst().millis() + Traffic.EACH.toMillis();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
