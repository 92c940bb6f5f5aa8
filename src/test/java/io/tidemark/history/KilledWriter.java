package io.tidemark.history;

import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.springframework.util.unit.DataSize;

/** A process that writes as fast as it can and says what has been acknowledged, until it is killed. */
final class KilledWriter {

    static final String PROBE = "orders";
    static final int SERIES = 10;

    private KilledWriter() {}

    static void main(String[] args) {
        Path data = Path.of(args[0]);
        TestStore server = TestStore.h2(data);
        StoredHistory history = open(data, server);
        Ids ids = new Ids(InstantSource.system(), 0,
                Math.max(server.store().highestId(), history.highestIdInJournal()));
        history.start();
        long at = Long.parseLong(args[1]);
        while (true) {
            StringBuilder acknowledged = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                long millis = ++at;
                history.append(Observation.of("test-1", "system", Instant.ofEpochMilli(at), Duration.ZERO,
                        IntStream.range(0, SERIES).mapToObj(
                                s -> new Sample(series(s), Instant.ofEpochMilli(millis), millis % 1000)).toList()));
                acknowledged.append("sample ").append(at).append('\n');
            }
            for (int i = 0; i < 3; i++) {
                long id = ids.next();
                history.append(Observation.of(TestRuns.run(id, PROBE, Instant.ofEpochMilli(at), 1, 2, 3)));
                acknowledged.append("run ").append(id).append('\n');
            }
            history.flush();
            System.out.print(acknowledged);
            System.out.flush();
        }
    }

    /** Short segments, so that kills hit blocks being written and segments being deleted. */
    static StoredHistory open(Path data, TestStore server) {
        return StoredHistory.open(data, server.store(), "test-1",
                new HistorySettings(Duration.ofDays(2), Duration.ofDays(7), DataSize.ofMegabytes(512),
                        DataSize.ofGigabytes(2)),
                InstantSource.system(), _ -> Optional.empty(), Disk.local(),
                new SegmentLog.Limits(512 << 20, 200_000, Duration.ofMillis(500), 32 << 20));
    }

    static Series series(int number) {
        return new Series("system.load.1m", Labels.of("number", Integer.toString(number)));
    }

    /** Everything of it, for those who check. */
    static List<Series> allSeries() {
        return IntStream.range(0, SERIES).mapToObj(KilledWriter::series).toList();
    }
}
