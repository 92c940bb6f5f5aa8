package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.StoreTable;
import io.tidemark.history.store.UnrolledHour;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.SeriesSelector;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merged runs answer as the runs did. */
abstract class RunTierContract {

    private static final Instant START = Instant.parse("2026-03-01T22:00:00Z");
    private static final int HOURS = 5;
    private static final List<String> MEASURES = List.of("p50", "p90", "p99", "p99.9", "min", "max", "mean", "stddev",
            "iqr", "throughput", "operations", "error_rate", "violations", "duration", "pool_wait", "hit_rate",
            "cpu_share", "allocated");

    @TempDir
    Path data;

    private final TurnedClock clock = new TurnedClock(START.plus(Duration.ofHours(HOURS + 1)));
    private final Random random = new Random(7);
    private final List<Run> runs = new ArrayList<>();
    private @Nullable StoredHistory history;
    private long id;

    abstract TestStore server();

    @AfterEach
    void close() {
        if (history != null) {
            history.close();
        }
    }

    @Test
    void tellsTheSameLatenciesFromEveryTier() {
        write(0, HOURS);
        List<LatencyHistory> single = latencies();

        roll();
        assertThat(latencies()).isEqualTo(single);
        delete("runs", START.plus(Duration.ofHours(3)));

        assertThat(store().runs("orders", Long.MAX_VALUE, 10_000)).hasSizeLessThan(runs.size()).isNotEmpty();
        assertThat(latencies()).isEqualTo(single);
    }

    @Test
    void tellsTheSameMeasuresFromEveryTier() {
        write(0, HOURS);
        Map<String, List<Point>> single = measures();
        roll();
        delete("runs", START.plus(Duration.ofHours(HOURS)));

        Map<String, List<Point>> merged = measures();

        assertThat(store().runs("orders", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(merged.keySet()).isEqualTo(single.keySet());
        single.forEach((what, points) -> {
            assertThat(points).as(what).isNotEmpty();
            assertThat(merged.get(what)).as(what).usingRecursiveComparison()
                    .withComparatorForType(RunTierContract::nearly, Double.class).isEqualTo(points);
        });
    }

    @Test
    void makesAPercentileOfAllLatenciesAndARateOfSums() {
        write(0, 2);
        roll();

        Point p99 = points("probe.p99", Duration.ofHours(2), null).getFirst();
        Point failed = points("probe.error_rate", Duration.ofHours(2), null).getFirst();

        assertThat(p99.value()).isEqualTo(Distribution.merge(runs.stream().map(Run::latency).toList()).percentile(99));
        assertThat(failed.value()).isCloseTo(runs.stream().mapToLong(Run::failures).sum()
                / (double) runs.stream().mapToLong(Run::attempts).sum(), within(1e-12));
    }

    @Test
    void keepsHoursInColumnsThatSqlCanRead() throws SQLException {
        write(0, 1);
        roll();

        try (Connection connection = server().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select runs, operations, failures, latency_p99, throughput, "
                        + "violation_count from run_hour where probe = 'orders'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(runs.size());
            assertThat(row.getLong(2)).isEqualTo(runs.stream().mapToLong(Run::attempts).sum());
            assertThat(row.getLong(3)).isEqualTo(runs.stream().mapToLong(Run::failures).sum());
            assertThat(row.getDouble(4))
                    .isEqualTo(Distribution.merge(runs.stream().map(Run::latency).toList()).percentile(99));
            assertThat(row.getDouble(5)).isPositive();
            assertThat(row.getLong(6)).isEqualTo(runs.stream().filter(run -> run.outcome().wasVerified()).count());
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void rollsHoursUpAgainThatGetLateRunsAndKeepsRunsThatAreNotRolledUp() {
        write(0, 2);
        roll();
        write(1, 2);
        List<LatencyHistory> single = latencies();

        assertThat(unrolled()).hasSize(1);
        delete("runs", START.plus(Duration.ofHours(2)));
        assertThat(latencies()).isEqualTo(single);
        roll();
        delete("runs", START.plus(Duration.ofHours(2)));

        assertThat(unrolled()).isEmpty();
        assertThat(store().runs("orders", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(latencies()).isEqualTo(single);
    }

    @Test
    void listsMeasuresOfAProbeWhoseRunsAreGone() {
        write(0, 1);
        roll();
        List<?> before = history().series(SeriesSelector.parse("probe.p95{operation=~\".*\"}"));
        delete("runs", START.plus(Duration.ofHours(1)));

        assertThat(history().series(SeriesSelector.parse("probe.p95{operation=~\".*\"}"))).hasSize(2)
                .isEqualTo(before);
        assertThat(history().series(SeriesSelector.of("probe.speedup"))).isEmpty();
    }

    private void write(int fromHour, int toHour) {
        Instant at = START.plus(Duration.ofHours(fromHour)).plusMillis(random.nextInt(1000));
        List<Run> written = new ArrayList<>();
        while (at.isBefore(START.plus(Duration.ofHours(toHour)))) {
            written.add(random.nextInt(10) == 0
                    ? TestRuns.run(++id, "orders", at, new Outcome.Failed("refused"), TestRuns.latencies(millis(2)),
                            TestRuns.latencies(millis(3)), Map.of("refused", 3L))
                    : TestRuns.run(++id, "orders", at, millis(1 + random.nextInt(20))));
            at = at.plusMillis(20_000 + random.nextInt(90_000));
        }
        store().writeRuns(written);
        runs.addAll(written);
    }

    private int[] millis(int count) {
        return random.ints(count, 1, 2000).toArray();
    }

    private void roll() {
        new Roller(store(), "test-1", HistorySettings.DEFAULT, clock, () -> Long.MAX_VALUE).roll(() -> true);
    }

    private List<UnrolledHour> unrolled() {
        return store().runRollups().unrolled("test-1", clock.instant(), Instant.EPOCH, 100);
    }

    private List<LatencyHistory> latencies() {
        List<LatencyHistory> all = new ArrayList<>();
        for (Duration step : List.of(Duration.ofMinutes(1), Duration.ofMinutes(7), Duration.ofHours(1))) {
            for (Instant end : List.of(end(), START.plus(Duration.ofMinutes(100)))) {
                all.add(history().latency(new LatencyQuery("orders", START, end, step)));
            }
        }
        return all;
    }

    private Map<String, List<Point>> measures() {
        Map<String, List<Point>> all = new java.util.TreeMap<>();
        for (String measure : MEASURES) {
            for (Duration step : List.of(Duration.ofMinutes(5), Duration.ofHours(1))) {
                all.put(measure + " every " + step, points("probe." + measure, step, null));
            }
        }
        all.put("one operation", points("probe.p95{operation=\"read\"}", Duration.ofMinutes(5), null));
        all.put("one phase", points("probe.p95{phase=\"execute\"}", Duration.ofHours(1), null));
        all.put("greatest", points("probe.max", Duration.ofHours(1), Aggregation.MAX));
        return all;
    }

    private List<Point> points(String match, Duration step, @Nullable Aggregation aggregation) {
        return history().samples(new SampleQuery(SeriesSelector.parse(match), START, end(), step, aggregation)).stream()
                .flatMap(one -> one.points().stream()).toList();
    }

    private static Instant end() {
        return START.plus(Duration.ofHours(HOURS)).minusMillis(1);
    }

    private static int nearly(double a, double b) {
        Predicate<Double> close = difference -> difference <= 1e-9 * Math.max(1, Math.abs(a));
        return close.test(Math.abs(a - b)) ? 0 : Double.compare(a, b);
    }

    private Store store() {
        return server().store();
    }

    private StoredHistory history() {
        StoredHistory open = history;
        if (open == null) {
            open = StoredHistory.open(data, store(), "test-1", HistorySettings.DEFAULT, clock, _ -> Optional.empty(),
                    Disk.local(), SegmentLog.Limits.of(64 << 20));
            history = open;
        }
        return open;
    }

    private int delete(String tier, Instant before) {
        StoreTable table = HistorySettings.DEFAULT.tiers().stream().filter(one -> one.name().equals(tier)).findFirst()
                .orElseThrow();
        return store().deleteOlder(table, before, 10_000);
    }
}
