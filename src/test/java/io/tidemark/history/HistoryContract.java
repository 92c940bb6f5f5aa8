package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What every history must do, whatever its store. */
abstract class HistoryContract {

    private static final Metric LOAD = Metric.gauge("system.load.1m", Unit.ONE, Better.LOWER, "Load");
    private static final Metric CPU = Metric.counter("system.cpu.time", Unit.SECONDS, Better.NEITHER, "Time");
    private static final Map<String, Metric> METRICS = Map.of(LOAD.name(), LOAD, CPU.name(), CPU);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path data;

    @TempDir
    Path copy;

    final TurnedClock clock = new TurnedClock(START);
    private final Ids ids = new Ids(clock, 0, 0);
    private StoredHistory history;

    abstract Store store();

    @BeforeEach
    void open() {
        history = open(settings(Duration.ofDays(2)));
        history.start();
    }

    @AfterEach
    void close() {
        closeHistory();
    }

    private void closeHistory() {
        history.stop(Duration.ofSeconds(10));
        history.close();
    }

    @Test
    void answersForRunsThatAreStillOnTheirWay() {
        Run run = TestRuns.run(ids.next(), "orders", clock.instant(), 1, 2, 3);

        history.append(Observation.of(run));

        assertThat(history.runs("orders", Long.MAX_VALUE, 10)).containsExactly(run);
        assertThat(history.run(run.id())).contains(run);
    }

    @Test
    void bringsRunsBackFromTheStoreAsTheyWere() {
        Run run = TestRuns.run(ids.next(), "orders", clock.instant(), new Outcome.TimedOut("no answer in 5 s"),
                TestRuns.latencies(5000), TestRuns.latencies(2, 3), Map.of("timeout", 1L, "refused", 2L));

        history.append(Observation.of(run));
        awaitWritten(1);

        assertThat(store().run(run.id())).contains(run);
        assertThat(history.runs("orders", Long.MAX_VALUE, 10)).containsExactly(run);
    }

    @Test
    void pagesThroughRunsNewestFirst() {
        List<Run> runs = IntStream.range(0, 25)
                .mapToObj(i -> TestRuns.run(ids.next(), "orders", clock.instant(), i + 1))
                .toList();
        runs.subList(0, 15).forEach(run -> history.append(Observation.of(run)));
        awaitWritten(15);
        runs.subList(15, 25).forEach(run -> history.append(Observation.of(run)));

        List<Run> first = history.runs("orders", Long.MAX_VALUE, 10);
        List<Run> second = history.runs("orders", first.getLast().id(), 10);
        List<Run> third = history.runs("orders", second.getLast().id(), 10);

        assertThat(LongStream.concat(LongStream.concat(ids(first), ids(second)), ids(third)).boxed())
                .containsExactlyElementsOf(runs.reversed().stream().map(Run::id).toList());
    }

    @Test
    void keepsRunsOfProbesApart() {
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", clock.instant(), 1)));
        history.append(Observation.of(TestRuns.run(ids.next(), "basket", clock.instant(), 1)));

        assertThat(history.runs("basket", Long.MAX_VALUE, 10)).singleElement()
                .satisfies(run -> assertThat(run.probe()).isEqualTo("basket"));
        assertThat(history.runs("other", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(history.run(1)).isEmpty();
    }

    @Test
    void answersForSamplesFromTheOpenSegmentAndFromTheStoreAlike() {
        load(0, 10);

        List<SeriesPoints> open = history.samples(query(LOAD, null, null));
        writeAll();
        load(10, 20);
        List<SeriesPoints> both = history.samples(query(LOAD, null, null));

        assertThat(values(open)).containsExactly(0d, 1d, 2d, 3d, 4d, 5d, 6d, 7d, 8d, 9d);
        assertThat(values(both)).hasSize(20).startsWith(0d, 1d).endsWith(18d, 19d);
        history.flush();
        assertThat(history.storeStatus().pendingRecords()).isEqualTo(10);
        assertThat(store().count("test-1", Series.of(LOAD), START, START.plusSeconds(60))).isEqualTo(10);
    }

    @Test
    void aggregatesToTheStep() {
        load(0, 10);

        assertThat(values(history.samples(query(LOAD, Duration.ofSeconds(5), null)))).containsExactly(2d, 7d);
        assertThat(values(history.samples(query(LOAD, Duration.ofSeconds(5), Aggregation.MAX)))).containsExactly(4d,
                9d);
        assertThat(values(history.samples(query(LOAD, Duration.ofSeconds(5), Aggregation.MIN)))).containsExactly(0d,
                5d);
        assertThat(values(history.samples(query(LOAD, Duration.ofSeconds(5), Aggregation.SUM)))).containsExactly(10d,
                35d);
        assertThat(values(history.samples(query(LOAD, Duration.ofSeconds(5), Aggregation.LAST)))).containsExactly(4d,
                9d);
    }

    @Test
    void readsCountersAsRatesUnlessAskedOtherwise() {
        for (int i = 0; i < 10; i++) {
            // Two a second, and a restart of what is counted at the sixth.
            observe(new Series(CPU.name(), Labels.of("mode", "idle")), i < 6 ? 100 + 2 * i : 2 * (i - 6));
        }

        assertThat(values(history.samples(query(CPU, Duration.ofSeconds(5), null)))).containsExactly(2d, 8 / 5d);
        assertThat(values(history.samples(query(CPU, null, Aggregation.LAST)))).startsWith(100d, 102d);
    }

    @Test
    void answersForMeasuresOfProbesFromRuns() {
        for (int i = 1; i <= 4; i++) {
            history.append(Observation.of(TestRuns.run(ids.next(), "orders", clock.instant(), i * 10)));
            clock.turn(Duration.ofSeconds(10));
            if (i == 2) {
                awaitWritten(2);
            }
        }
        SeriesSelector p95 = SeriesSelector.parse("probe.p95{probe=\"orders\"}");

        List<SeriesPoints> points = history.samples(new SampleQuery(p95, START, clock.instant(), null, null));
        List<SeriesPoints> ofOperation = history.samples(new SampleQuery(
                SeriesSelector.parse("probe.max{operation=\"read\"}"), START, clock.instant(), null, null));
        List<SeriesPoints> own = history.samples(new SampleQuery(SeriesSelector.parse("probe.hit_rate"), START,
                clock.instant(), Duration.ofMinutes(1), Aggregation.MAX));

        assertThat(points).singleElement().satisfies(one -> {
            assertThat(one.series().labels()).isEqualTo(Labels.of("probe", "orders"));
            assertThat(one.points()).extracting(Point::value).satisfiesExactly(v -> near(v, 0.01), v -> near(v, 0.02),
                    v -> near(v, 0.03), v -> near(v, 0.04));
        });
        assertThat(ofOperation).singleElement().satisfies(one -> assertThat(one.points()).hasSize(4));
        assertThat(values(own)).containsExactly(0.75);
        assertThat(history.series(p95)).containsExactly(points.getFirst().series());
    }

    @Test
    void listsSeriesOfMemoryAndStore() {
        Series idle = new Series(CPU.name(), Labels.of("mode", "idle"));
        Series user = new Series(CPU.name(), Labels.of("mode", "user \"quoted\" \\ and\nmore"));
        observe(idle, 1);
        writeAll();
        observe(user, 1);

        assertThat(history.series(SeriesSelector.of(CPU.name()))).containsExactly(idle, user);
        assertThat(history.series(SeriesSelector.parse("system.cpu.time{mode=\"idle\"}"))).containsExactly(idle);
        assertThat(store().series("test-1", CPU.name())).containsExactly(idle);
        assertThat(store().series("other", CPU.name())).isEmpty();
    }

    @Test
    void picksTheSmallestStepThatFits() {
        Instant first = clock.instant();
        for (int minute = 0; minute < 20; minute++) {
            Instant at = clock.instant();
            List<Sample> samples = IntStream.range(0, 600)
                    .mapToObj(i -> new Sample(Series.of(LOAD), at.plusMillis(i * 100L), i)).toList();
            history.append(Observation.of("test-1", "system", at, Duration.ZERO, samples));
            clock.turn(Duration.ofMinutes(1));
        }

        List<SeriesPoints> points = history
                .samples(new SampleQuery(SeriesSelector.of(LOAD.name()), first, clock.instant(), null, null));

        assertThat(points.getFirst().points()).hasSize(1200);
    }

    @Test
    void writesNothingTwiceWhenTheJournalIsReplayed() throws Exception {
        Run run = TestRuns.run(ids.next(), "orders", clock.instant(), 1, 2, 3);
        history.append(Observation.of(run));
        load(0, 10);
        history.flush();
        Files.copyTree(data.resolve("journal"), copy.resolve("journal"));
        writeAll();

        try (StoredHistory replaying = open(copy, Disk.local(), settings(Duration.ofDays(2)))) {
            assertThat(replaying.highestIdInJournal()).isGreaterThanOrEqualTo(run.id());
            replaying.start();
            replaying.stop(Duration.ofSeconds(10));
            assertThat(replaying.storeStatus().reason()).isEmpty();
            assertThat(replaying.storeStatus().pendingRecords()).isZero();
        }

        assertThat(store().count("test-1", Series.of(LOAD), START, clock.instant())).isEqualTo(10);
        assertThat(store().runs("orders", Long.MAX_VALUE, 10)).containsExactly(run);
        assertThat(store().highestId()).isGreaterThanOrEqualTo(run.id());
    }

    @Test
    void hasOtherRoomsRecordsWrittenInOrderAndHandsThemBackAfterARestart() {
        closeHistory();
        java.util.List<String> written = new java.util.concurrent.CopyOnWriteArrayList<>();
        history = open(settings(Duration.ofDays(2)));
        history.journal().register("notes", new TextCodec(), written::addAll).appendAndFlush(List.of("first"),
                Duration.ofSeconds(10));
        history.close();

        history = open(settings(Duration.ofDays(2)));
        Journal.Topic<String> notes = history.journal().register("notes", new TextCodec(), written::addAll);
        assertThat(notes.recovered()).containsExactly("first");
        history.start();
        notes.append("second");
        Awaitility.await().until(() -> written.size() == 2);

        assertThat(written).containsExactly("first", "second");
        assertThatThrownBy(() -> history.journal().register("notes", new TextCodec(), written::addAll))
                .hasMessageContaining("notes");
    }

    @Test
    void dropsARecordThatTheStoreRefusesThoughItAnswers() {
        closeHistory();
        java.util.List<String> written = new java.util.concurrent.CopyOnWriteArrayList<>();
        history = open(settings(Duration.ofDays(2)));
        Journal.Topic<String> notes = history.journal().register("notes", new TextCodec(), items -> {
            if (items.contains("poison")) {
                throw new IllegalStateException("refused");
            }
            written.addAll(items);
        });
        List.of("a", "poison", "b").forEach(notes::append);
        history.start();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> written.size() == 2);

        assertThat(written).containsExactly("a", "b");
        assertThat(history.storeStatus().droppedRecords()).isEqualTo(1);
    }

    @Test
    void removesWhatIsOlderThanItsTime() {
        load(0, 10);
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", clock.instant(), 1)));
        writeAll();
        clock.turn(Duration.ofDays(3));
        load(0, 10);
        Run young = TestRuns.run(ids.next(), "orders", clock.instant(), 1);
        history.append(Observation.of(young));
        writeAll();

        HistorySettings brief = new HistorySettings(Duration.ofDays(2), Duration.ofDays(30), Duration.ofDays(1095),
                Duration.ofDays(1), DataSize.ofMegabytes(64), DataSize.ofGigabytes(2));
        new Retention(store(), brief, clock, new Roller(store(), "test-1", brief, clock, () -> Long.MAX_VALUE),
                new StoreMeter(store(), brief, clock, () -> 0)).clean();

        assertThat(store().count("test-1", Series.of(LOAD), START, clock.instant())).isEqualTo(10);
        assertThat(store().runs("orders", Long.MAX_VALUE, 10)).containsExactly(young);
    }

    @Test
    void givesEachInstanceBitsOfItsOwn() {
        int one = store().claim("web-1", "token-one");
        int two = store().claim("web-2", "token-two");

        assertThat(two).isNotEqualTo(one);
        assertThat(store().claim("renamed", "token-one")).isEqualTo(one);
    }

    @Test
    void mergesLatenciesPerStepFromJournalAndStore() {
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", START, 1, 2, 3)));
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", START.plusSeconds(5), 100)));
        awaitWritten(2);
        history.append(Observation.of(TestRuns.run(ids.next(), "basket", START, 7)));
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", START.plusSeconds(9), 2)));
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", START.plusSeconds(30),
                new Outcome.Failed("refused"), Distribution.EMPTY, TestRuns.latencies(5), Map.of("refused", 1L))));

        LatencyHistory latency = history.latency(latencyQuery(Duration.ofSeconds(10)));

        assertThat(latency.items()).extracting(LatencyHistory.Item::time).containsExactly(START,
                START.plusSeconds(30));
        LatencyHistory.Item first = latency.items().getFirst();
        assertThat(List.of(first.runs(), first.operations(), first.failures())).containsExactly(3L, 5L, 0L);
        Distribution merged = TestRuns.latencies(1, 2, 2, 3, 100);
        assertThat(first.p50()).isEqualTo(merged.percentile(50));
        assertThat(first.p95()).isEqualTo(merged.percentile(95));
        assertThat(first.p99()).isEqualTo(merged.percentile(99));
        assertThat(latency.edges()).startsWith(0.001, 0.0013).endsWith(0.075, 0.1);
        assertThat(first.counts()).hasSameSizeAs(latency.edges()).startsWith(1L, 0L, 0L, 2L, 1L).endsWith(0L, 1L);
        LatencyHistory.Item failed = latency.items().getLast();
        assertThat(List.of(failed.runs(), failed.operations(), failed.failures())).containsExactly(1L, 1L, 1L);
        assertThat(failed.p50()).isNull();
        assertThat(failed.counts()).hasSameSizeAs(latency.edges()).containsOnly(0L);
    }

    @Test
    void countsEveryRunOnceWhileTheyMoveToTheStoreAndOverPages() {
        for (int i = 0; i < 1203; i++) {
            // Three at each instant, so that pages end amid runs that began together.
            history.append(Observation.of(TestRuns.run(ids.next(), "orders", START.plusMillis(i / 3), 1)));
        }
        history.flush();
        do {
            assertThat(history.latency(latencyQuery(Duration.ofSeconds(10))).items())
                    .extracting(LatencyHistory.Item::runs).containsExactly(1203L);
        } while (history.storeStatus().writtenRecords() < 1203);
        assertThat(history.latency(latencyQuery(Duration.ofSeconds(10))).items())
                .extracting(LatencyHistory.Item::runs).containsExactly(1203L);
    }

    private static LatencyQuery latencyQuery(Duration step) {
        return new LatencyQuery("orders", START, START.plusSeconds(60), step);
    }

    @Test
    void keepsRunsWithoutAnySuccess() {
        Run run = TestRuns.run(ids.next(), "orders", clock.instant(), new Outcome.Failed("connection refused"),
                Distribution.EMPTY, TestRuns.latencies(1), Map.of("refused", 1L));
        history.append(Observation.of(run));
        awaitWritten(1);

        assertThat(store().run(run.id())).contains(run);
        assertThat(history.samples(new SampleQuery(SeriesSelector.of("probe.p95"), START.minusSeconds(1),
                START.plusSeconds(60), null, null))).isEmpty();
    }

    @Test
    void aRunThatDoesNotKnowAMeasureIsNoPointOfItAndOneThatTellsItIs() {
        Run result = new Run(ids.next(), "test-1", "orders", "k6", "results", START, Duration.ZERO, Duration.ZERO,
                new Outcome.Succeeded(), Map.of(), Map.of(), Map.of(), Map.of(),
                Map.of("operations", 1200.0, "throughput", 40.0, "p95", 0.5), List.of(), Run.Cost.NONE,
                Conditions.UNKNOWN,
                Run.Course.PLAIN, 0);
        history.append(Observation.of(result));
        history.append(Observation.of(TestRuns.run(ids.next(), "orders", START.plusSeconds(10), 1, 2)));
        awaitWritten(2);

        assertThat(points("probe.operations")).containsExactly(1200.0, 2.0);
        assertThat(points("probe.throughput")).containsExactly(40.0, 2.0);
        assertThat(points("probe.duration")).containsExactly(1.0);
        assertThat(points("probe.cpu_share")).containsExactly(0.1);
        assertThat(points("probe.allocated")).containsExactly(123_456.0);
        assertThat(points("probe.violations")).containsExactly(1.0);
        assertThat(points("probe.p95")).hasSize(2).startsWith(0.5);
        LatencyHistory.Item told = history.latency(latencyQuery(Duration.ofSeconds(10))).items().getFirst();
        assertThat(told.p95()).isEqualTo(0.5);
        assertThat(told.p50()).isNull();
    }

    private List<Double> points(String metric) {
        return values(history.samples(new SampleQuery(SeriesSelector.of(metric), START, START.plusSeconds(60),
                Duration.ofSeconds(1), Aggregation.MAX)));
    }

    private StoredHistory open(HistorySettings settings) {
        return open(data, Disk.local(), settings);
    }

    StoredHistory open(Path directory, Disk disk, HistorySettings settings) {
        return StoredHistory.open(directory, store(), "test-1", settings, clock,
                name -> Optional.ofNullable(METRICS.get(name)), disk,
                SegmentLog.Limits.of(settings.journal().toBytes()));
    }

    static HistorySettings settings(Duration raw) {
        return new HistorySettings(raw, Duration.ofDays(30), Duration.ofDays(1095), Duration.ofDays(7),
                DataSize.ofMegabytes(64), DataSize.ofGigabytes(2));
    }

    /** Samples of a second each, with their number as value. */
    private void load(int from, int to) {
        for (int i = from; i < to; i++) {
            observe(Series.of(LOAD), i);
        }
    }

    private void observe(Series series, double value) {
        history.append(Observation.of("test-1", "system", clock.instant(), Duration.ZERO,
                List.of(new Sample(series, clock.instant(), value))));
        clock.turn(Duration.ofSeconds(1));
    }

    /** Stops and starts again: at the end everything is in the store. */
    private void writeAll() {
        closeHistory();
        history = open(settings(Duration.ofDays(2)));
        history.start();
    }

    private void awaitWritten(long records) {
        Awaitility.await().until(() -> history.storeStatus().writtenRecords() >= records);
    }

    private SampleQuery query(Metric metric, @Nullable Duration step, @Nullable Aggregation aggregation) {
        return new SampleQuery(SeriesSelector.of(metric.name()), START, clock.instant(), step, aggregation);
    }

    private static List<Double> values(List<SeriesPoints> series) {
        return series.stream().flatMap(one -> one.points().stream()).map(Point::value).toList();
    }

    private static LongStream ids(List<Run> runs) {
        return runs.stream().mapToLong(Run::id);
    }

    private static void near(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(1));
    }

    private static final class TextCodec implements Journal.Codec<String> {

        @Override
        public byte[] encode(String item) {
            return item.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
