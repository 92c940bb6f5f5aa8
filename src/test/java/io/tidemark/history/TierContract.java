package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.journal.Column;
import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.OrderedSamples;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.StoreTable;
import io.tidemark.history.store.Tier;
import io.tidemark.history.store.UnrolledHour;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever tier answers, it answers as raw samples do. */
abstract class TierContract {

    private static final long HOUR = Tier.HOURS.millis();
    private static final long MINUTE = Tier.MINUTES.millis();
    /** An hour before a day ends. */
    private static final long START = Instant.parse("2026-03-01T23:00:00Z").toEpochMilli();

    @TempDir
    Path data;

    private final TurnedClock clock = new TurnedClock(Instant.ofEpochMilli(START));
    private final Map<Series, OrderedSamples> truth = new HashMap<>();
    private @Nullable StoredHistory history;

    abstract Store store();

    @AfterEach
    void close() {
        if (history != null) {
            history.close();
        }
    }

    @Test
    void answersFromRollUpsAsFromRawSamples() {
        write(TestSamples.counter(1), 0, 7);
        write(TestSamples.gauge(2), 0, 7);
        roll();

        assertThat(unrolled()).isEmpty();
        assertExact(Tier.RAW);
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);
    }

    @Test
    void answersWhileOnlySomeHoursAreRolledUpAndSomeSamplesAreNotInTheStore() {
        TestSamples counter = TestSamples.counter(3);
        write(counter, 0, 4);
        roll();
        write(counter, 4, 6);
        append(counter, 6 * HOUR, 6 * HOUR + 25 * MINUTE);

        assertThat(unrolled()).hasSize(2);
        assertExact(Tier.RAW);
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);
    }

    @Test
    void rollsHoursUpAgainThatGetLateSamples() {
        TestSamples gauge = TestSamples.gauge(4);
        write(gauge, 0, 1);
        write(gauge, 2, 5);
        roll();
        append(TestSamples.gauge(4), HOUR, HOUR + 10 * MINUTE);
        assertExact(Tier.HOURS);

        write(gauge, 1, 2);
        assertThat(unrolled()).isNotEmpty();
        assertExact(Tier.HOURS);
        roll();

        assertThat(unrolled()).isEmpty();
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);
    }

    @Test
    void answersExactlyFromRollUpsAlone() {
        write(TestSamples.counter(5), 0, 6);
        write(TestSamples.gauge(6), 0, 6);
        roll();
        long before = rawSamples();
        delete("raw", Instant.ofEpochMilli(START + 4 * HOUR));

        assertThat(rawSamples()).isLessThan(before).isPositive();
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);

        delete("minutes", Instant.ofEpochMilli(START + 2 * HOUR));
        assertExact(Tier.HOURS);
    }

    @Test
    void fallsBackToThePointsOfTheTierThatIsLeft() {
        TestSamples counter = TestSamples.counter(7);
        write(counter, 0, 4);
        roll();
        delete("raw", Instant.ofEpochMilli(START + 3 * HOUR));
        delete("minutes", Instant.ofEpochMilli(START + HOUR));

        List<Point> points = points(START, START + 4 * HOUR - 1, Duration.ofSeconds(10), Aggregation.MAX);

        assertThat(points).filteredOn(p -> p.at().toEpochMilli() < START + HOUR).hasSize(1);
        assertThat(points).filteredOn(p -> p.at().toEpochMilli() >= START + HOUR
                && p.at().toEpochMilli() < START + 3 * HOUR).hasSizeBetween(60, 120);
        assertThat(points).filteredOn(p -> p.at().toEpochMilli() >= START + 3 * HOUR).hasSizeGreaterThan(150);
    }

    @Test
    void keepsAFullerMinuteWhenOnlyPartOfItComesAgain() {
        TestSamples gauge = TestSamples.gauge(8);
        write(gauge, 0, 3);
        roll();
        delete("raw", Instant.ofEpochMilli(START + 3 * HOUR));
        Column known = new Column();
        known.add(START + 1, 1e9);
        store().writeBlocks("test-1", List.of(Block.of(gauge.series(), known)));

        assertExact(Tier.HOURS);
        roll();

        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);
    }

    @Test
    void takesSamplesInThatAreOlderThanWhatIsKeptRaw() {
        TestSamples gauge = TestSamples.gauge(9);
        write(gauge, 2, 5);
        roll();
        delete("raw", Instant.ofEpochMilli(START + 5 * HOUR));
        write(gauge, 0, 2);
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);

        roll();
        delete("raw", Instant.ofEpochMilli(START + 5 * HOUR));

        assertThat(rawSamples()).isZero();
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);
    }

    @Test
    void keepsRawSamplesThatAreNotRolledUp() {
        write(TestSamples.gauge(10), 0, 3);
        long all = rawSamples();

        assertThat(delete("raw", Instant.ofEpochMilli(START + 3 * HOUR))).isZero();
        assertThat(rawSamples()).isEqualTo(all);
        roll();

        assertThat(delete("raw", Instant.ofEpochMilli(START + 3 * HOUR))).isPositive();
        assertThat(rawSamples()).isZero();
        assertExact(Tier.HOURS);
    }

    @Test
    void rollsUpAgainWithTheSameResultWhatACrashLeftHalfDone() {
        for (int i = 0; i < 20; i++) {
            write(TestSamples.counter(20 + i), 0, 1);
        }
        UnrolledHour hour = unrolled().getFirst();
        assertThat(store().sampleRollups().roll(hour, 0)).isTrue();
        assertThat(unrolled()).containsExactly(hour);
        assertExact(Tier.HOURS);

        roll();

        assertThat(unrolled()).isEmpty();
        assertExact(Tier.MINUTES);
        assertExact(Tier.HOURS);
    }

    @Test
    void takesNothingForDoneThatCameMeanwhile() {
        TestSamples gauge = TestSamples.gauge(11);
        write(gauge, 0, 1);
        UnrolledHour hour = unrolled().getFirst();
        store().sampleRollups().roll(hour, 0);
        Column late = new Column();
        late.add(START + HOUR - 1, 5);
        write(gauge.series(), late);

        store().sampleRollups().done(hour);

        assertThat(unrolled()).hasSize(1);
        assertExact(Tier.HOURS);
    }

    @Test
    void leavesTheHoursOfOthersToThemUntilTheyAreOverdue() {
        write(TestSamples.gauge(12), 0, 1);

        roller("test-2").roll(() -> true);
        assertThat(unrolled()).hasSize(1);
        clock.turn(Duration.ofHours(26));
        roller("test-2").roll(() -> true);

        assertThat(unrolled()).isEmpty();
        assertExact(Tier.HOURS);
    }

    @Test
    void waitsForSamplesThatAreNotInTheStore() {
        write(TestSamples.gauge(13), 0, 3);

        new Roller(store(), "test-1", settings(), clock, () -> START + 2 * HOUR).roll(() -> true);

        assertThat(unrolled()).extracting(UnrolledHour::start)
                .containsExactly(Instant.ofEpochMilli(START + 2 * HOUR));
    }

    @Test
    void choosesStepsThatRollUpsAnswerExactly() {
        TestSamples gauge = TestSamples.gauge(14);
        write(gauge, 0, 2);
        long end = START + 1700 * HOUR + 1234;

        List<Point> points = points(START + 123, end, null, Aggregation.SUM);

        assertThat(points).allSatisfy(p -> assertThat(p.at().toEpochMilli() % (10 * MINUTE)).isZero());
        OrderedSamples samples = Objects.requireNonNull(truth.get(gauge.series()));
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            sum += samples.value(i);
        }
        assertThat(points.stream().mapToDouble(Point::value).sum()).isCloseTo(sum, within(1e-6));
    }

    /** Hours from the start on, in blocks of ten minutes, as the journal's segments make them. */
    void write(TestSamples samples, int fromHour, int toHour) {
        for (long at = START + fromHour * HOUR; at < START + toHour * HOUR; at += 10 * MINUTE) {
            Column column = samples.between(at, at + 10 * MINUTE);
            if (column.size() > 0) {
                write(samples.series(), column);
            }
        }
        Instant after = Instant.ofEpochMilli(START + toHour * HOUR).plusSeconds(600);
        if (after.isAfter(clock.instant())) {
            clock.turn(Duration.between(clock.instant(), after));
        }
    }

    private void write(Series series, Column column) {
        store().writeBlocks("test-1", Block.ofDays(series, column));
        remember(series, column);
    }

    private void append(TestSamples samples, long from, long to) {
        Column column = samples.between(START + from, START + to);
        List<Sample> appended = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            appended.add(new Sample(samples.series(), Instant.ofEpochMilli(column.millis(i)), column.value(i)));
        }
        history().append(Observation.of("test-1", "system", clock.instant(), Duration.ZERO, appended));
        remember(samples.series(), column);
    }

    private void remember(Series series, Column column) {
        OrderedSamples known = truth.computeIfAbsent(series,
                _ -> new OrderedSamples(Long.MIN_VALUE, Long.MAX_VALUE));
        for (int i = 0; i < column.size(); i++) {
            known.sample(column.millis(i), column.value(i));
        }
    }

    void roll() {
        roller("test-1").roll(() -> true);
    }

    Roller roller(String instance) {
        return new Roller(store(), instance, settings(), clock, () -> Long.MAX_VALUE);
    }

    List<UnrolledHour> unrolled() {
        return store().sampleRollups().unrolled("test-1", Instant.ofEpochMilli(START + 1000 * HOUR), Instant.EPOCH,
                10_000);
    }

    private long rawSamples() {
        return truth.keySet().stream().mapToLong(series -> store().count("test-1", series,
                Instant.ofEpochMilli(START - HOUR), Instant.ofEpochMilli(START + 100 * HOUR))).sum();
    }

    /** Every aggregation, at steps this tier and coarser ones can answer, with starts and ends that fit and do not. */
    void assertExact(Tier tier) {
        List<Duration> steps = switch (tier) {
            case RAW -> List.of(Duration.ofSeconds(7), Duration.ofSeconds(90));
            case MINUTES -> List.of(Duration.ofMinutes(1), Duration.ofMinutes(7));
            case HOURS -> List.of(Duration.ofHours(1), Duration.ofHours(3));
        };
        long start = tier == Tier.RAW ? START + 1234 : START + (tier == Tier.MINUTES ? 3 * MINUTE : 0);
        for (Aggregation aggregation : Aggregation.values()) {
            for (Duration step : steps) {
                for (long end : List.of(START + 7 * HOUR - 1, START + 5 * HOUR, START + 6 * HOUR + 17 * MINUTE + 777)) {
                    assertExact(start, end, step, aggregation);
                }
            }
        }
    }

    private void assertExact(long start, long end, Duration step, Aggregation aggregation) {
        List<SeriesPoints> answer = history().samples(new SampleQuery(SeriesSelector.of(TestSamples.METRIC),
                Instant.ofEpochMilli(start), Instant.ofEpochMilli(end), step, aggregation));
        Map<Series, List<Point>> expected = new HashMap<>();
        truth.forEach((series, samples) -> expected.put(series, expected(samples, start, end, step, aggregation)));
        expected.values().removeIf(List::isEmpty);

        assertThat(answer).extracting(SeriesPoints::series).containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (SeriesPoints one : answer) {
            List<Point> points = Objects.requireNonNull(expected.get(one.series()));
            assertThat(one.points()).as("%s of %s every %s from %s to %s", aggregation, one.series(), step, start, end)
                    .extracting(Point::at).containsExactlyElementsOf(points.stream().map(Point::at).toList());
            for (int i = 0; i < points.size(); i++) {
                double value = points.get(i).value();
                assertThat(one.points().get(i).value()).as("%s of %s every %s at %s", aggregation, one.series(), step,
                        points.get(i).at()).isCloseTo(value, within(1e-9 * Math.max(1000, Math.abs(value))));
            }
        }
    }

    private static List<Point> expected(OrderedSamples samples, long start, long end, Duration step,
            Aggregation aggregation) {
        List<Point> points = new ArrayList<>();
        double value = 0;
        double seconds = 0;
        int count = 0;
        int before = -1;
        for (int i = 0; i < samples.size(); i++) {
            long at = samples.millis(i);
            if (at < start || at > end) {
                continue;
            }
            double next = samples.value(i);
            switch (aggregation) {
                case AVG, SUM -> value += next;
                case MIN -> value = count == 0 ? next : Math.min(value, next);
                case MAX -> value = count == 0 ? next : Math.max(value, next);
                case LAST -> value = next;
                case RATE -> {
                    if (before >= 0) {
                        double last = samples.value(before);
                        value += next >= last ? next - last : next;
                        seconds += (at - samples.millis(before)) / 1e3;
                    }
                }
            }
            count++;
            before = i;
            long own = (at - start) / step.toMillis();
            boolean ends = i + 1 == samples.size() || samples.millis(i + 1) > end
                    || (samples.millis(i + 1) - start) / step.toMillis() != own;
            if (ends) {
                double point = aggregation == Aggregation.AVG
                        ? value / count
                        : aggregation == Aggregation.RATE ? value / seconds : value;
                if (aggregation != Aggregation.RATE || seconds > 0) {
                    points.add(new Point(Instant.ofEpochMilli(start + own * step.toMillis()), point));
                }
                value = 0;
                seconds = 0;
                count = 0;
            }
        }
        return points;
    }

    private List<Point> points(long start, long end, @Nullable Duration step, Aggregation aggregation) {
        return history().samples(new SampleQuery(SeriesSelector.of(TestSamples.METRIC), Instant.ofEpochMilli(start),
                Instant.ofEpochMilli(end), step, aggregation)).getFirst().points();
    }

    private StoredHistory history() {
        StoredHistory open = history;
        if (open == null) {
            open = StoredHistory.open(data, store(), "test-1", settings(), clock, _ -> Optional.empty(), Disk.local(),
                    SegmentLog.Limits.of(64 << 20));
            history = open;
        }
        return open;
    }

    private static HistorySettings settings() {
        return HistorySettings.DEFAULT;
    }

    private int delete(String tier, Instant before) {
        StoreTable table = HistorySettings.DEFAULT.tiers().stream().filter(one -> one.name().equals(tier)).findFirst()
                .orElseThrow();
        return store().deleteOlder(table, before, 10_000);
    }
}
