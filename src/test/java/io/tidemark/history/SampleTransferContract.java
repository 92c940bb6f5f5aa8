package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.SampleExport.Query;
import io.tidemark.history.SampleImport.Taking;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples go out of any store and into any other as they were. */
abstract class SampleTransferContract {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Series IDLE = new Series("system.cpu.time", Labels.of("mode", "idle"));
    private static final Series ODD = new Series("process.resident",
            Labels.of("name", "a\"b,\\\n\r\u00e4\ufffd", "x", "{}"));

    @TempDir
    Path data;

    private final TurnedClock clock = new TurnedClock(START);
    private StoredHistory history;

    abstract Store store();

    @BeforeEach
    void open() {
        history = StoredHistory.open(data, store(), "here", HistorySettings.DEFAULT, clock, _ -> Optional.empty());
        history.start();
    }

    @AfterEach
    void close() {
        history.stop(Duration.ofSeconds(10));
        history.close();
    }

    @Test
    void everySampleGoesOutOnceFromMemoryJournalAndStore() {
        List<Row> rows = append(300);
        assertThat(export(null, null)).containsExactlyElementsOf(rows);

        writeAll();
        List<Row> both = new ArrayList<>(rows);
        both.addAll(append(20));

        assertThat(export(null, null)).containsExactlyInAnyOrderElementsOf(both).doesNotHaveDuplicates();
        assertThat(export(SeriesSelector.parse("process.resident"), null)).hasSize(160)
                .allSatisfy(row -> assertThat(row.series()).isEqualTo(ODD));
    }

    @Test
    void whatGoesOutComesInAsItWasBitForBit() {
        append(300);
        writeAll();
        List<Row> rows = export(null, null);

        assertThat(take("there", rows)).isEqualTo(new Taken(300, 0));

        assertThat(export(null, "there")).isEqualTo(rows);
    }

    @Test
    void comingInAgainChangesNothingInWhateverOrderAndBesideOthers() {
        List<Row> rows = append(300);
        take("there", rows.subList(50, 170));
        List<Row> mixed = new ArrayList<>(rows);
        Collections.shuffle(mixed, new Random(1));

        assertThat(take("there", mixed)).isEqualTo(new Taken(180, 120));
        assertThat(take("there", mixed)).isEqualTo(new Taken(0, 300));

        assertThat(export(null, "there")).isEqualTo(rows);
    }

    @Test
    void whatIsStillInTheJournalIsNotTakenTwice() {
        List<Row> rows = append(100);
        assertThat(take(null, rows)).isEqualTo(new Taken(0, 100));
        writeAll();
        assertThat(take(null, rows)).isEqualTo(new Taken(0, 100));
        assertThat(export(null, null)).containsExactlyElementsOf(rows);
    }

    @Test
    void aValueThatIsThereStays() {
        Instant at = START.minusSeconds(1);
        take("there", List.of(new Row(IDLE, at, 1)));
        assertThat(take("there", List.of(new Row(IDLE, at, 2), new Row(IDLE, at.plusMillis(1), 3))))
                .isEqualTo(new Taken(1, 1));
        assertThat(export(null, "there")).containsExactly(new Row(IDLE, at, 1),
                new Row(IDLE, at.plusMillis(1), 3));
    }

    @Test
    void moreThanOneTransactionAndYearsApart() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2 * SampleImport.MOST_SAMPLES + 7; i++) {
            rows.add(new Row(IDLE, START.minus(Duration.ofDays(700)).plusMillis(i), i));
        }
        rows.add(new Row(IDLE, START.minusSeconds(5), 0.5));

        assertThat(take("there", rows)).isEqualTo(new Taken(rows.size(), 0));

        assertThat(export(null, "there")).isEqualTo(rows);
        assertThat(count("there")).isEqualTo(rows.size());
    }

    @Test
    void oneImportAtATime() {
        SampleImport imports = history.imports();
        try (Taking _ = imports.begin(null)) {
            assertThatThrownBy(() -> imports.begin(null)).isInstanceOf(StoreException.class)
                    .hasMessageContaining("another import is under way");
        }
        imports.begin(null).close();
    }

    private long count(String instance) {
        return store().count(instance, IDLE, Instant.EPOCH, clock.instant());
    }

    private List<Row> append(int samples) {
        double[] values = {0.1, -0.0, Double.MIN_VALUE, 1e300, Double.NEGATIVE_INFINITY, 1 / 3.0};
        List<Row> rows = new ArrayList<>();
        IntStream.range(0, samples / 2).forEach(i -> {
            clock.turn(Duration.ofMillis(700));
            List<Sample> taken = List.of(new Sample(ODD, clock.instant(), values[i % values.length]),
                    new Sample(IDLE, clock.instant(), i));
            history.append(Observation.of("here", "system", clock.instant(), Duration.ZERO, taken));
            taken.forEach(sample -> rows.add(new Row(sample.series(), sample.at(), sample.value())));
        });
        history.flush();
        return rows.stream().sorted((a, b) -> a.series().metric().compareTo(b.series().metric())).toList();
    }

    private void writeAll() {
        clock.turn(Duration.ofMinutes(31));
        history.append(Observation.of("here", "system", clock.instant(), Duration.ZERO, List.of()));
        history.flush();
        Awaitility.await().until(() -> history.storeStatus().pendingRecords() == 0);
    }

    private List<Row> export(@Nullable SeriesSelector selector, @Nullable String instance) {
        List<Row> rows = new ArrayList<>();
        try {
            history.exports().read(new Query(instance, selector, Instant.EPOCH, clock.instant()),
                    (series, at, value) -> rows.add(new Row(series, at, value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private Taken take(@Nullable String instance, List<Row> rows) {
        try (Taking taking = history.imports().begin(instance)) {
            rows.forEach(row -> taking.add(row.series(), row.at(), row.value()));
            taking.flush();
            return new Taken(taking.written(), taking.present());
        }
    }

    /** Compares values bit for bit, as records do. */
    private record Row(Series series, Instant at, double value) {}

    private record Taken(long written, long present) {}
}
