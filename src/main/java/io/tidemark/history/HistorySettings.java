package io.tidemark.history;

import io.tidemark.history.store.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.springframework.util.unit.DataSize;

/**
 * How long and how much is kept.
 *
 * @param raw age at which samples are removed, 48 h by default
 * @param runs age at which runs are removed, 7 d by default
 * @param journal largest size of the journal, 1 GB by default; beyond, the oldest records are dropped and counted
 * @param size largest size of the store, 2 GB by default; beyond, the oldest is removed before its time
 */
public record HistorySettings(Duration raw, Duration runs, DataSize journal, DataSize size) {

    public static final HistorySettings DEFAULT = new HistorySettings(Duration.ofDays(2), Duration.ofDays(7),
            DataSize.ofGigabytes(1), DataSize.ofGigabytes(2));

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public HistorySettings {
        raw = raw == null ? Duration.ofDays(2) : raw;
        runs = runs == null ? Duration.ofDays(7) : runs;
        journal = journal == null ? DataSize.ofGigabytes(1) : journal;
        size = size == null ? DataSize.ofGigabytes(2) : size;
        if (!raw.isPositive() || !runs.isPositive()) {
            throw new IllegalArgumentException(
                    "tidemark.history.raw and .runs must be positive, got " + raw + " and " + runs);
        }
        if (journal.toMegabytes() < 16) {
            throw new IllegalArgumentException("tidemark.history.journal must be at least 16MB, got " + journal);
        }
        if (size.toMegabytes() < 16) {
            throw new IllegalArgumentException("tidemark.history.size must be at least 16MB, got " + size);
        }
    }

    /** Everything that grows old, in the order in which it gives way when the store is too large. */
    List<Tier> tiers() {
        return List.of(Tier.ofTimes("raw", "sample_block", "start_at", "end_at", raw),
                Tier.ofIds("runs", "probe_run", "id", runs));
    }

    /** The data directory, which holds the journal and the embedded store. */
    public record DataDirectory(Path path) {}
}
