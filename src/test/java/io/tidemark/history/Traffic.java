package io.tidemark.history;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertChange.Fired;
import io.tidemark.alert.AlertChange.Resolved;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertRecord.Changed;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertRecord.Waiting;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.RecordCodec;
import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.threshold.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What a busy service gives its history: samples, runs and alerts in batches, as its rooms do it. */
final class Traffic {

    static final String PROBE = "orders";
    static final String CHANNEL = "on-call";
    /** Ten batches a second are 2,000 samples a second. */
    static final int SERIES = 200;
    static final Duration EACH = Duration.ofMillis(100);

    private static final int RUNS = 5;
    private static final int ALERTS = 3;

    private final StoredHistory history;
    private final InstantSource clock;
    private final Journal.Topic<AlertRecord> alerts;
    private final Ids ids;
    private long lastMillis;

    /** Goes on where an earlier process ended, which is why it must come before the history's start. */
    Traffic(StoredHistory history, TestStore server, InstantSource clock) {
        JpaAlertStore store = server.alerts();
        this.history = history;
        this.clock = clock;
        this.alerts = history.journal().register("alert-change", new RecordCodec(), store::write);
        store.write(alerts.recovered());
        this.ids = new Ids(clock, 0, Math.max(server.store().highestId(), history.highestIdInJournal()));
        ids.startAbove(store.highestId());
    }

    /** A history with short segments, so that blocks are being written and segments deleted all the time. */
    static StoredHistory open(Path data, TestStore server) {
        return StoredHistory.open(data, server.store(), "test-1",
                new HistorySettings(Duration.ofDays(2), Duration.ofDays(30), Duration.ofDays(1095), Duration.ofDays(7),
                        DataSize.ofMegabytes(512), DataSize.ofGigabytes(2)),
                InstantSource.system(), _ -> Optional.empty(), Disk.local(),
                new SegmentLog.Limits(512 << 20, 200_000, Duration.ofMillis(500), 32 << 20));
    }

    /** Appends one batch; it is acknowledged once the history has been flushed after it. */
    Batch append() {
        lastMillis = Math.max(lastMillis + 1, clock.millis());
        Instant at = Instant.ofEpochMilli(lastMillis);
        history.append(Observation.of("test-1", "system", at, Duration.ZERO, IntStream.range(0, SERIES)
                .mapToObj(s -> new Sample(series(s), at, at.toEpochMilli() % 1000)).toList()));
        List<Long> runs = Stream.generate(ids::next).limit(RUNS).toList();
        runs.forEach(id -> history.append(Observation.of(TestRuns.run(id, PROBE, at, 1, 2, 3))));
        List<AlertIds> told = Stream.generate(() -> new AlertIds(ids.next(), ids.next(), ids.next())).limit(ALERTS)
                .toList();
        told.forEach(one -> append(one, at));
        return new Batch(lastMillis, runs, told);
    }

    private void append(AlertIds one, Instant at) {
        alerts.append(new Waiting(alert(one.alert, AlertState.PENDING, at)));
        alerts.append(new Changed(new Fired(one.fired, alert(one.alert, AlertState.FIRING, at), at),
                List.of(CHANNEL)));
        alerts.append(new Told(one.fired, CHANNEL, Receipt.DELIVERED, 1, at, null, null));
        alerts.append(new Changed(new Resolved(one.resolved, alert(one.alert, AlertState.RESOLVED, at), at),
                List.of(CHANNEL)));
    }

    private static Alert alert(long id, AlertState state, Instant at) {
        return new Alert(id, "test-1", "slow", "p95 < 10ms", Labels.of("probe", PROBE), state, Severity.WARNING,
                "p95 is 12 ms", at, reached(AlertState.FIRING, state, at), reached(AlertState.RESOLVED, state, at),
                0.012, 0.01, at, null);
    }

    private static @Nullable Instant reached(AlertState wanted, AlertState state, Instant at) {
        return state.compareTo(wanted) < 0 ? null : at;
    }

    static List<Series> allSeries() {
        return IntStream.range(0, SERIES).mapToObj(Traffic::series).toList();
    }

    private static Series series(int number) {
        return new Series("system.load.1m", Labels.of("number", Integer.toString(number)));
    }

    /** An alert and its two changes, of which the channel has been told the first. */
    record AlertIds(long alert, long fired, long resolved) {}

    /** What went in together, with the one time of its samples; as a line of text it goes from process to process. */
    record Batch(long millis, List<Long> runs, List<AlertIds> alerts) {

        static Batch parse(String line) {
            List<Long> numbers = Arrays.stream(line.split(" ")).map(Long::valueOf).toList();
            List<AlertIds> alerts = IntStream.range(0, ALERTS).map(i -> 1 + RUNS + 3 * i).mapToObj(
                    i -> new AlertIds(numbers.get(i), numbers.get(i + 1), numbers.get(i + 2))).toList();
            return new Batch(numbers.getFirst(), numbers.subList(1, 1 + RUNS), alerts);
        }

        String line() {
            return Stream.concat(Stream.of(millis), ids()).map(String::valueOf).collect(Collectors.joining(" "));
        }

        /** In the order they were given out. */
        Stream<Long> ids() {
            return Stream.concat(runs.stream(),
                    alerts.stream().flatMap(one -> Stream.of(one.alert, one.fired, one.resolved)));
        }
    }
}
