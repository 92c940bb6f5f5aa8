package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import io.tidemark.history.StoreUse.TierUse;
import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.Rollups;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** A store is measured, and kept within its size by giving up what is oldest. */
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(BesideOthers.ONE_AT_A_TIME)
abstract class StoreRoomContract {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(30);

    final TurnedClock clock = new TurnedClock(START);
    private final Ids ids = new Ids(clock, 0, 0);
    private final Random random = new Random(1);

    abstract Store store();

    /** Lets the database know how many rows there are. */
    abstract void settle();

    HistorySettings settings(long megabytes) {
        return new HistorySettings(Duration.ofDays(4), Duration.ofDays(30), Duration.ofDays(1095), Duration.ofDays(8),
                DataSize.ofMegabytes(64), DataSize.ofMegabytes(megabytes));
    }

    Retention retention(HistorySettings settings) {
        Retention retention = retention(store(), settings);
        retention.prepare();
        return retention;
    }

    Retention retention(Store store, HistorySettings settings) {
        return new Retention(store, settings, clock, new Roller(store, "here", settings, clock, () -> Long.MAX_VALUE),
                new StoreMeter(store, settings, clock, () -> 5000));
    }

    private StoreMeter meter(HistorySettings settings) {
        return new StoreMeter(store(), settings, clock, () -> 5000);
    }

    @Test
    void whatIsUsedIsToldByTierAndWhatItWillBecome() {
        HistorySettings settings = settings(2000);
        Retention retention = retention(settings);
        long written = write(retention, Duration.ofDays(1), 120);
        settle();

        StoreUse use = meter(settings).measure();

        assertThat(use.tiers()).extracting(TierUse::name).startsWith("raw", "runs").endsWith("other");
        TierUse raw = use.tiers().getFirst();
        assertThat((double) raw.bytes()).isBetween(written * 1.0, written * 1.35);
        assertThat((double) raw.rows()).isBetween(48 * 120 * 1.0, 48 * 120 * 1.25);
        assertThat(raw.oldest()).isEqualTo(START);
        assertThat(raw.rowsPerDay()).isBetween(48 * 120 * 0.99, 48 * 120 * 1.01);
        assertThat((double) raw.fullBytes()).isBetween(raw.bytes() * 3.1, raw.bytes() * 4.05);
        assertThat(use.bytes()).isEqualTo(use.tiers().stream().mapToLong(TierUse::bytes).sum())
                .isLessThanOrEqualTo(use.fileBytes());
        assertThat(use.fullBytes()).isGreaterThanOrEqualTo(raw.fullBytes());
        assertThat(use.daysToLimit()).isNull();
        assertThat(meter(settings(20)).measure().daysToLimit()).isBetween(0.1, 3.0);
        assertThat(use.diskFreeBytes()).isEqualTo(5000);
        assertThat(use.shortened()).isEmpty();
    }

    @Test
    void theOldestGoesFirstTierByTierWhenThereIsTooMuch(CapturedOutput output) {
        HistorySettings settings = settings(20);
        Retention retention = retention(settings);
        write(retention, Duration.ofDays(3), 120);
        settle();
        StoreMeter meter = meter(settings);
        int runs = store().runs("orders", Long.MAX_VALUE, 1000).size();

        retention.clean();
        retention.clean();
        settle();

        assertThat(meter.measure().bytes()).isLessThanOrEqualTo(DataSize.ofMegabytes(20).toBytes());
        assertThat(meter.measure().bytes()).isGreaterThan(lowest().toBytes());
        assertThat(store().runs("orders", Long.MAX_VALUE, 1000)).hasSize(runs);
        Instant oldest = oldest(meter, "raw");
        assertThat(oldest).isAfter(START);
        assertThat(store().count("here", series(0), oldest, clock.instant()))
                .isEqualTo(10 * Duration.between(oldest, clock.instant()).dividedBy(STEP));
        assertThat(output.toString().lines().filter(line -> line.contains("has reached tidemark.history.size (20MB)")))
                .singleElement().asString().contains("the oldest of 'raw' go before they are PT96H old");
    }

    /** Whole partitions go at once. */
    DataSize lowest() {
        return DataSize.ofMegabytes(18);
    }

    /** Writes blocks and a run each half hour, turning the clock; returns the bytes of the blocks. */
    long write(@Nullable Retention retention, Duration length, int series) {
        long bytes = 0;
        for (Instant end = clock.instant().plus(length); clock.instant().isBefore(end); clock.turn(STEP)) {
            if (retention != null && Duration.between(START, clock.instant()).toMinutes() % 720 == 0) {
                retention.prepare();
            }
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < series; i++) {
                blocks.add(block(i));
            }
            store().writeBlocks("here", blocks);
            store().writeRuns(List.of(TestRuns.run(ids.next(), "orders", clock.instant(), 1, 2, 3)));
            bytes += blocks.stream().mapToLong(block -> block.data().length).sum();
        }
        takeAsRolledUp(store().sampleRollups());
        takeAsRolledUp(store().runRollups());
        return bytes;
    }

    /** Noise cannot be rolled up. */
    private void takeAsRolledUp(Rollups rollups) {
        Instant end = clock.instant().plus(Duration.ofHours(2));
        rollups.unrolled("here", end, end, 100_000).forEach(rollups::done);
    }

    private Block block(int series) {
        Block tiny = Block.of(series(series), tenSamples());
        byte[] data = new byte[1200];
        random.nextBytes(data);
        return new Block(tiny.series(), tiny.startMillis(), tiny.endMillis(), tiny.count(), tiny.encoding(), data);
    }

    private Column tenSamples() {
        Column column = new Column();
        for (int i = 0; i < 10; i++) {
            column.add(clock.instant().plusSeconds(i).toEpochMilli(), i);
        }
        return column;
    }

    private static Series series(int number) {
        return new Series("system.load.1m", Labels.of("n", Integer.toString(number)));
    }

    private static Instant oldest(StoreMeter meter, String tier) {
        return Objects.requireNonNull(of(meter, tier).oldest());
    }

    private static TierUse of(StoreMeter meter, String tier) {
        return meter.measure().tiers().stream().filter(one -> one.name().equals(tier)).findFirst().orElseThrow();
    }
}
