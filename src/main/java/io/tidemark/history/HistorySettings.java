package io.tidemark.history;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * How long and how much is kept.
 *
 * @param raw age at which samples are removed, 48 h by default
 * @param minutes age at which minutes of samples and of runs are removed, 30 d by default
 * @param hours age at which hours of samples and of runs are removed, 3 years by default
 * @param runs age at which runs are removed, 7 d by default
 * @param journal largest size of the journal, 1 GB by default; beyond, the oldest records are dropped and counted
 */
public record HistorySettings(Duration raw, Duration minutes, Duration hours, Duration runs, DataSize journal) {

    public static final HistorySettings DEFAULT = new HistorySettings(Duration.ofDays(2), Duration.ofDays(30),
            Duration.ofDays(1095), Duration.ofDays(7), DataSize.ofGigabytes(1));

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public HistorySettings {
        raw = raw == null ? Duration.ofDays(2) : raw;
        minutes = minutes == null ? Duration.ofDays(30) : minutes;
        hours = hours == null ? Duration.ofDays(1095) : hours;
        runs = runs == null ? Duration.ofDays(7) : runs;
        journal = journal == null ? DataSize.ofGigabytes(1) : journal;
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
    }

    /** The data directory, which holds the journal and the embedded store. */
    public record DataDirectory(Path path) {}
}
