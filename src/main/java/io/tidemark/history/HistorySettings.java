package io.tidemark.history;

import io.tidemark.history.store.StoreTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.springframework.util.unit.DataSize;

/**
 * How long and how much is kept.
 *
 * @param raw age at which samples are removed, 48 h by default
 * @param minutes age at which minutes of samples and of runs are removed, 30 d by default
 * @param hours age at which hours of samples and of runs are removed, 3 years by default
 * @param runs age at which runs are removed, 7 d by default
 * @param journal largest size of the journal, 1 GB by default; beyond, the oldest samples are dropped and counted, and
 *     runs and alerts last
 * @param size largest size of the store, 2 GB by default; beyond, the oldest is removed before its time
 */
public record HistorySettings(Duration raw, Duration minutes, Duration hours, Duration runs, DataSize journal,
        DataSize size) {

    public static final HistorySettings DEFAULT = new HistorySettings(Duration.ofDays(2), Duration.ofDays(30),
            Duration.ofDays(1095), Duration.ofDays(7), DataSize.ofGigabytes(1), DataSize.ofGigabytes(2));

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public HistorySettings {
        raw = raw == null ? Duration.ofDays(2) : raw;
        minutes = minutes == null ? Duration.ofDays(30) : minutes;
        hours = hours == null ? Duration.ofDays(1095) : hours;
        runs = runs == null ? Duration.ofDays(7) : runs;
        journal = journal == null ? DataSize.ofGigabytes(1) : journal;
        size = size == null ? DataSize.ofGigabytes(2) : size;
        if (!raw.isPositive() || !runs.isPositive()) {
            throw new IllegalArgumentException(
                    "tidemark.history.raw and .runs must be positive, got " + raw + " and " + runs);
        }
        if (minutes.compareTo(raw) < 0 || hours.compareTo(minutes) < 0) {
            throw new IllegalArgumentException("tidemark.history.minutes must be at least .raw, and .hours at least "
                    + ".minutes; got raw " + raw + ", minutes " + minutes + " and hours " + hours);
        }
        if (journal.toMegabytes() < 16) {
            throw new IllegalArgumentException("tidemark.history.journal must be at least 16MB, got " + journal);
        }
        if (size.toMegabytes() < 16) {
            throw new IllegalArgumentException("tidemark.history.size must be at least 16MB, got " + size);
        }
    }

    /** Everything that grows old, in the order in which it gives way when the store is too large. */
    List<StoreTable> tiers() {
        return List.of(StoreTable.ofTimes("raw", "sample_block", "start_at", "end_at", raw),
                StoreTable.ofIds("runs", "probe_run", "id", "started_at", runs),
                StoreTable.ofHours("minutes", "sample_minutes", "start_at", minutes),
                StoreTable.ofHours("run_minutes", "run_minutes", "start_at", minutes),
                StoreTable.ofHours("hours", "sample_hour", "start_at", hours),
                StoreTable.ofHours("run_hours", "run_hour", "start_at", hours));
    }

    /** The data directory, which holds the journal and the embedded store. */
    public record DataDirectory(Path path) {}
}
