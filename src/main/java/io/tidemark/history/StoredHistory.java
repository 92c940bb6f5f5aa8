package io.tidemark.history;

import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.journal.SegmentVisitor;
import io.tidemark.history.store.Store;
import io.tidemark.history.window.LatestReadings;
import io.tidemark.history.window.WindowReader;
import io.tidemark.history.window.Wishes;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Keeps in memory, then in the journal, then in the store. */
final class StoredHistory implements History, AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int QUESTIONS_AT_ONCE = 4;
    private static final Duration WAITED_FOR_WINDOWS = Duration.ofSeconds(10);

    private final LatestReadings readings;
    private final SegmentLog log;
    private final String product;
    private final JournalTopics topics;
    private final Journal.Topic<Run> runTopic;
    private final StoreWriter writer;
    private final StoreMeter meter;
    private final Retention retention;
    private final StoreGate gate;
    private final RunQueries runs;
    private final WindowReader windows;
    private final SampleQueries samples;
    private final LatencyQueries latencies;
    private final SampleExport exports;
    private final SampleImport imports;

    private StoredHistory(SegmentLog log, Store store, String instance, HistorySettings settings, InstantSource clock,
            Function<String, Optional<Metric>> metrics) {
        this.log = log;
        Wishes wishes = new Wishes(System::nanoTime, WAITED_FOR_WINDOWS);
        this.readings = new LatestReadings(metrics, wishes);
        this.product = store.product();
        this.topics = new JournalTopics(log);
        RunCodec codec = new RunCodec();
        this.runTopic = topics.register(RunQueries.TOPIC, codec, store::writeRuns);
        this.writer = new StoreWriter(log, topics, store, instance);
        UnwrittenSamples unwritten = new UnwrittenSamples(log);
        this.meter = new StoreMeter(store, settings, clock, log::diskFreeBytes);
        this.retention = new Retention(store, settings, clock,
                new Roller(store, instance, settings, clock, unwritten::oldestMillis), meter);
        this.gate = new StoreGate(store, ANSWER, QUESTIONS_AT_ONCE);
        this.runs = new RunQueries(log, codec, gate);
        this.windows = new WindowReader(readings, wishes, new StoredPast(instance, unwritten, runs, gate));
        this.exports = new SampleExport(instance, unwritten, gate);
        this.imports = new SampleImport(instance, unwritten, gate);
        this.samples = new SampleQueries(instance, unwritten, readings, runs, gate, metrics);
        this.latencies = new LatencyQueries(new TieredRuns(runs, gate));
    }

    /**
     * Opens the journal of a data directory; what it holds is written once {@link #start} is called.
     *
     * @throws DataDirectoryException when the journal cannot be read or made
     */
    static StoredHistory open(Path data, Store store, String instance, HistorySettings settings, InstantSource clock,
            Function<String, Optional<Metric>> metrics) {
        return open(data, store, instance, settings, clock, metrics, Disk.local(),
                SegmentLog.Limits.of(settings.journal().toBytes()));
    }

    static StoredHistory open(Path data, Store store, String instance, HistorySettings settings, InstantSource clock,
            Function<String, Optional<Metric>> metrics, Disk disk, SegmentLog.Limits limits) {
        Path directory = data.resolve("journal");
        try {
            SegmentLog log = new SegmentLog(directory, limits, instance, clock, disk);
            StoredHistory history = new StoredHistory(log, store, instance, settings, clock, metrics);
            log.start();
            return history;
        } catch (IOException e) {
            throw new DataDirectoryException("tidemark.data: the journal in " + directory.toAbsolutePath()
                    + " cannot be made or read; name a directory that this user may write to", e);
        }
    }

    /** Begins to write to the store and to read what windows held before; every topic must be registered before. */
    void start() {
        retention.prepare();
        writer.start();
        retention.start();
        windows.start();
    }

    /** Brings the newest run of each of these probes back into memory, as far as there is room. */
    void recall(Predicate<String> probes) {
        new Recall(runs, readings).of(probes);
    }

    /** Writes what the store takes within the deadline; appending goes on into the journal. */
    void stop(Duration deadline) {
        windows.close();
        retention.stop(deadline);
        writer.stop(deadline);
    }

    @Override
    public void close() {
        log.close();
        gate.close();
    }

    @Override
    public void append(Observation observation) {
        readings.accept(observation);
        if (!observation.samples().isEmpty()) {
            log.append(observation.samples());
        }
        observation.run().ifPresent(runTopic::append);
    }

    @Override
    public void flush() {
        log.flush();
    }

    @Override
    public Readings readings() {
        return readings;
    }

    @Override
    public Journal journal() {
        return topics;
    }

    @Override
    public List<Series> series(SeriesSelector selector) {
        return samples.series(selector);
    }

    @Override
    public List<SeriesPoints> samples(SampleQuery query) {
        return samples.samples(query);
    }

    @Override
    public List<Run> runs(String probe, long before, int limit) {
        return runs.newest(probe, before, limit);
    }

    @Override
    public Optional<Run> run(long id) {
        return runs.find(id);
    }

    @Override
    public LatencyHistory latency(LatencyQuery query) {
        return latencies.latency(query);
    }

    SampleExport exports() {
        return exports;
    }

    SampleImport imports() {
        return imports;
    }

    @Override
    public StoreStatus storeStatus() {
        String away = writer.reason();
        String disk = log.failure();
        String reason = disk.isEmpty() ? away : "the journal cannot be written: " + disk;
        return new StoreStatus(product, away.isEmpty(), reason, log.bytes(), log.pending(), log.dropped(),
                writer.written(), writer.failed(), meter.latest());
    }

    /** The highest id an earlier process can have given out, as far as the journal knows. */
    long highestIdInJournal() {
        long[] highest = {0};
        for (Segment segment : log.recovered()) {
            if (segment.samples() > 0) {
                highest[0] = Math.max(highest[0], Ids.at(Instant.ofEpochMilli(segment.lastMillis())));
            }
            segment.read(0, new SegmentVisitor() {
                @Override
                public boolean record(String topic, byte[] payload, long end) {
                    if (topic.equals(RunQueries.TOPIC)) {
                        highest[0] = Math.max(highest[0], RunCodec.id(payload));
                    }
                    return true;
                }
            });
        }
        return highest[0];
    }
}
