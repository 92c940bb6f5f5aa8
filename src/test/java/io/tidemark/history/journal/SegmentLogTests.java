package io.tidemark.history.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.StoreException;
import io.tidemark.history.TurnedClock;
import io.tidemark.history.journal.SegmentLog.Limits;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Limits SMALL = new Limits(64_000, 16_000, Duration.ofMinutes(10), 20_000);

    @TempDir
    Path directory;

    private final TurnedClock clock = new TurnedClock(START);
    private final RefusingDisk disk = new RefusingDisk();
    private final List<SegmentLog> opened = new ArrayList<>();

    @AfterEach
    void close() {
        disk.refusing = false;
        disk.hanging.countDown();
        opened.forEach(SegmentLog::close);
    }

    @Test
    void whatWasFlushedIsReadAgainInItsOrder() throws IOException {
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0), sample(1)));
        log.appendAndFlush("notes", List.of(bytes("one")), PATIENCE);
        log.append(List.of(sample(2)));
        log.appendAndFlush("notes", List.of(bytes("two")), PATIENCE);

        // Without closing: as after a crash.
        SegmentLog again = open(SMALL);

        assertThat(records(again)).containsExactly("one", "two");
        assertThat(values(again)).containsExactly(0d, 1d, 2d);
        assertThat(again.pending()).isEqualTo(5);
        assertThat(again.dropped()).isZero();
    }

    @Test
    void samplesKeepTheirLabelsAndTimes() throws IOException {
        Series quoted = new Series("x.y", Labels.of(Map.of("a", "\"quoted\"", "b", "ünï\n")));
        Sample odd = new Sample(quoted, START.minusSeconds(77), -0.0);
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0), odd));
        log.flush();

        Columns columns = new Columns(quoted::equals);
        open(SMALL).recovered().getFirst().read(0, columns);

        assertThat(requireNonNull(columns.bySeries().get(quoted)).millis(0)).isEqualTo(odd.at().toEpochMilli());
        assertThat(requireNonNull(columns.bySeries().get(quoted)).value(0)).isEqualTo(-0.0);
    }

    @Test
    void aTornTailIsCutAndCountedAndWritingGoesOn() throws IOException {
        SegmentLog log = open(SMALL);
        log.appendAndFlush("notes", List.of(bytes("whole")), PATIENCE);
        log.appendAndFlush("notes", List.of(bytes("torn")), PATIENCE);
        Path file = files().getFirst();
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() - 3);
        }

        SegmentLog again = open(SMALL);
        again.appendAndFlush("notes", List.of(bytes("after")), PATIENCE);

        assertThat(records(again)).containsExactly("whole");
        assertThat(again.dropped()).isEqualTo(1);
        assertThat(records(open(SMALL))).containsExactly("whole", "after");
    }

    @Test
    void everyPlaceATailCanBeTornAtLeavesTheRecordsBeforeIt() throws IOException {
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0)));
        log.appendAndFlush("notes", List.of(bytes("whole")), PATIENCE);
        long whole = Files.size(files().getFirst());
        log.appendAndFlush("notes", List.of(bytes("torn")), PATIENCE);
        byte[] all = Files.readAllBytes(files().getFirst());

        for (int length = (int) whole; length < all.length; length++) {
            Path cut = Files.createDirectories(directory.resolve("cut-" + length));
            Files.write(cut.resolve("000000000000.log"), java.util.Arrays.copyOf(all, length));
            SegmentLog read = new SegmentLog(cut, SMALL, "test-1", clock, disk);
            assertThat(records(read)).containsExactly("whole");
            assertThat(read.dropped()).isEqualTo(length == whole ? 0 : 1);
        }
    }

    @Test
    void damageAnywhereIsNeverFatal() throws IOException {
        SegmentLog log = open(SMALL);
        for (int i = 0; i < 20; i++) {
            log.append(List.of(sample(i)));
            log.appendAndFlush("notes", List.of(bytes("note " + i)), PATIENCE);
        }
        List<String> notes = IntStream.range(0, 20).mapToObj(i -> "note " + i).toList();
        byte[] good = Files.readAllBytes(files().getFirst());

        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 0x55;
            Path damaged = Files.createDirectories(directory.resolve("damaged-" + at));
            Files.write(damaged.resolve("000000000000.log"), bad);
            SegmentLog read = new SegmentLog(damaged, SMALL, "test-1", clock, disk);
            // Only what the damaged record held: the name of a series takes all its samples with it.
            assertThat(records(read)).hasSizeGreaterThanOrEqualTo(19).isSubsetOf(notes);
            assertThat(read.dropped() + records(read).size() + values(read).size()).isBetween(40L, 42L);
            assertThat(read.dropped()).isPositive();
        }
    }

    @Test
    void aFlippedByteTakesNoMoreThanItsRecordAndIsToldWithWhatItHeld() throws IOException {
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0)));
        log.flush();
        long before = Files.size(files().getFirst());
        log.append(List.of(sample(1), sample(2), sample(3)));
        log.flush();
        log.append(List.of(sample(4)));
        log.appendAndFlush("notes", List.of(bytes("behind")), PATIENCE);
        log.seal();
        log.append(List.of(sample(5)));
        log.appendAndFlush("notes", List.of(bytes("later")), PATIENCE);
        flip(files().getFirst(), before + 40);

        SegmentLog again = open(SMALL);

        assertThat(values(again)).containsExactly(0d, 4d, 5d);
        assertThat(records(again)).containsExactly("behind", "later");
        assertThat(again.dropped()).isEqualTo(3);
    }

    private static void flip(Path path, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
    }

    @Test
    void segmentsEndByAge() throws IOException {
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0)));
        log.flush();
        assertThat(log.sealed()).isEmpty();

        clock.turn(Duration.ofMinutes(10));
        log.append(List.of(sample(600)));
        log.flush();

        assertThat(log.sealed()).singleElement().satisfies(s -> assertThat(s.samples()).isEqualTo(1));
        assertThat(log.segments()).hasSize(2);
        assertThat(files()).hasSize(2);
    }

    @Test
    void segmentsEndBySizeAndTheOldestIsDroppedAndCountedWhenTheJournalIsFull() throws IOException {
        SegmentLog log = open(SMALL);
        for (int i = 0; i < 200; i++) {
            log.appendAndFlush("notes", List.of(new byte[1000]), PATIENCE);
        }

        log.flush();
        assertThat(log.bytes()).isLessThanOrEqualTo(SMALL.total());
        assertThat(log.dropped()).isBetween(130L, 160L);
        assertThat(log.pending() + log.dropped()).isEqualTo(200);
        assertThat(files().stream().mapToLong(f -> f.toFile().length()).sum()).isLessThanOrEqualTo(SMALL.total());
    }

    @Test
    void samplesAreDroppedBeforeRecordsWhenTheJournalIsFull() throws IOException {
        SegmentLog log = open(SMALL);
        for (int i = 0; i < 30; i++) {
            log.appendAndFlush("notes", List.of(bytes("note " + i)), PATIENCE);
            log.append(IntStream.range(0, 400).mapToObj(SegmentLogTests::sample).toList());
            log.flush();
        }

        // The last write is acknowledged before what is too much goes.
        log.flush();
        assertThat(log.bytes()).isLessThanOrEqualTo(SMALL.total());
        SegmentLog again = open(SMALL);
        assertThat(records(again)).containsExactlyElementsOf(IntStream.range(0, 30).mapToObj(i -> "note " + i)
                .toList());
        assertThat(log.dropped()).isPositive();
        assertThat(values(again).size() + log.dropped()).isEqualTo(30 * 400);
        assertThat(files().stream().mapToLong(f -> f.toFile().length()).sum()).isEqualTo(log.bytes());
    }

    @Test
    void aDiskThatHangsIsNotFeltByThoseWhoAppendAndIsTold() throws IOException {
        SegmentLog log = open(SMALL);
        log.appendAndFlush("notes", List.of(bytes("before")), PATIENCE);
        disk.hanging = new CountDownLatch(1);
        log.append("notes", bytes("first"));
        Awaitility.await().until(() -> disk.hangs);

        // From one thread: if one of them waited, none of the rest would come to be.
        for (int i = 0; i < 500; i++) {
            log.append(List.of(sample(i)));
        }
        for (int i = 0; i < 200; i++) {
            log.append("notes", bytes("note " + i));
        }
        assertThat(log.failure()).isEmpty();
        clock.turn(Duration.ofSeconds(16));
        assertThat(log.failure()).isEqualTo("the disk has not answered for 16 s");
        assertThat(log.pending() + log.dropped()).isEqualTo(702);
        disk.hanging.countDown();
        log.flush();

        assertThat(log.failure()).isEmpty();
        assertThat(log.dropped()).as("samples alone").isBetween(1L, 500L);
        assertThat(records(open(SMALL))).hasSize(202);
    }

    @Test
    void whatIsDroppedWhileItWaitsIsNotAcknowledged() throws Exception {
        SegmentLog log = open(SMALL);
        disk.hanging = new CountDownLatch(1);
        log.append("notes", bytes("first"));
        Awaitility.await().until(() -> disk.hangs);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> log.appendAndFlush("notes", List.of(bytes("dropped")), PATIENCE));
        Awaitility.await().until(() -> log.pending() == 2);
        for (int i = 0; i < 30; i++) {
            log.append("notes", new byte[1000]);
        }
        disk.hanging.countDown();

        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(StoreException.class)
                .hasMessageContaining("takes too long");
        log.flush();
        assertThat(records(open(SMALL))).doesNotContain("dropped");
    }

    @Test
    void appendingNeverFailsOnADiskThatRefusesAndAllIsWrittenWhenItTakesAgain() throws IOException {
        SegmentLog log = open(SMALL);
        log.appendAndFlush("notes", List.of(bytes("before")), PATIENCE);
        disk.refusing = true;

        assertThatCode(() -> log.append("notes", bytes("during"))).doesNotThrowAnyException();
        assertThatThrownBy(log::flush).isInstanceOf(StoreException.class).hasMessageContaining("No space left");
        assertThatThrownBy(() -> log.appendAndFlush("notes", List.of(bytes("too")), PATIENCE))
                .isInstanceOf(StoreException.class);
        assertThat(log.failure()).contains("No space left");
        assertThat(log.pending()).isEqualTo(3);
        assertThat(log.dropped()).isZero();

        disk.refusing = false;
        log.flush();
        Awaitility.await().until(() -> log.entries().isEmpty());

        assertThat(log.failure()).isEmpty();
        assertThat(log.dropped()).isZero();
        assertThat(records(open(SMALL))).containsExactly("before", "during", "too");
    }

    @Test
    void aDiskThatTakesHalfAWriteLeavesNoHalfRecord() throws IOException {
        SegmentLog log = open(SMALL);
        log.appendAndFlush("notes", List.of(bytes("before")), PATIENCE);
        disk.room = 10;
        disk.refusing = true;
        assertThatThrownBy(() -> log.appendAndFlush("notes", List.of(bytes("during")), PATIENCE))
                .isInstanceOf(StoreException.class);
        disk.refusing = false;
        log.appendAndFlush("notes", List.of(bytes("after")), PATIENCE);

        SegmentLog again = open(SMALL);
        assertThat(records(again)).containsExactly("before", "during", "after");
        assertThat(again.dropped()).isZero();
    }

    @Test
    void memoryIsBoundedWhileTheDiskRefuses() throws IOException {
        disk.refusing = true;
        SegmentLog log = open(SMALL);
        for (int i = 0; i < 1000; i++) {
            log.append("notes", new byte[1000]);
        }

        assertThat(log.entries().size()).isLessThan(60);
        assertThat(log.dropped()).isGreaterThan(900);
    }

    @Test
    void startsOnADiskThatIsFull() throws IOException {
        disk.refusing = true;
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0)));
        assertThatThrownBy(log::flush).isInstanceOf(StoreException.class);
        disk.refusing = false;
        log.flush();

        assertThat(values(open(SMALL))).containsExactly(0d);
    }

    @Test
    void aDeletedSegmentStaysDeleted() throws IOException {
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0)));
        log.seal();
        Segment sealed = log.sealed().getFirst();

        assertThat(log.delete(sealed)).isTrue();
        assertThat(log.delete(sealed)).isFalse();
        assertThat(sealed.read(0, new Columns(_ -> true))).isFalse();
        assertThat(open(SMALL).recovered()).isEmpty();
    }

    @Test
    void showsUnsealedSamplesOnceTheyAreAppended() throws IOException {
        SegmentLog log = open(SMALL);
        log.append(List.of(sample(0)));
        log.flush();
        log.append(List.of(sample(1)));

        Columns columns = new Columns(LOAD::equals);
        log.copyUnsealed(columns);

        assertThat(requireNonNull(columns.bySeries().get(LOAD)).size()).isEqualTo(2);
    }

    private SegmentLog open(Limits limits) throws IOException {
        SegmentLog log = new SegmentLog(directory, limits, "test-1", clock, disk);
        log.start();
        opened.add(log);
        return log;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> records(SegmentLog log) {
        List<String> texts = new ArrayList<>();
        log.recovered().forEach(segment -> segment.read(0, new SegmentVisitor() {
            @Override
            public boolean record(String topic, byte[] payload, long end) {
                return texts.add(new String(payload, StandardCharsets.UTF_8));
            }
        }));
        return texts;
    }

    private static List<Double> values(SegmentLog log) {
        List<Double> values = new ArrayList<>();
        log.recovered().forEach(segment -> segment.read(0, new SegmentVisitor() {
            @Override
            public void sample(Series series, long millis, double value) {
                values.add(value);
            }
        }));
        return values;
    }

    private static Sample sample(int second) {
        return new Sample(LOAD, START.plusSeconds(second), second);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A disk that can be full, after some bytes of the next write, or not answer. */
    private static final class RefusingDisk implements Disk {

        private final Disk local = Disk.local();
        private volatile boolean refusing;
        private volatile int room;
        private volatile CountDownLatch hanging = new CountDownLatch(0);
        private volatile boolean hangs;

        private void hang() throws IOException {
            hangs = hanging.getCount() > 0;
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public Output open(Path file, long size) throws IOException {
            Output output = local.open(file, size);
            return new Output() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    hang();
                    if (refusing) {
                        output.write(bytes.slice(0, Math.min(room, bytes.remaining())));
                        throw new IOException("No space left on device");
                    }
                    output.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    output.force();
                }

                @Override
                public void close() throws IOException {
                    output.close();
                }
            };
        }
    }
}
