package io.tidemark.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much room the store takes now, and will take.
 *
 * @param measuredAt at most a minute ago while the store answers
 * @param bytes used by rows and their indexes
 * @param fileBytes of its files, with the room inside that is free again
 * @param limitBytes beyond which the oldest goes, `tidemark.history.size`
 * @param shortened the tiers that lose rows before their time because the limit is reached
 * @param fullBytes what all will use when every tier is as old as it may become, at the rate of the newest hours
 * @param daysToLimit until the limit is reached at that rate; null when it never is
 * @param diskFreeBytes free on the disk of the data directory
 */
public record StoreUse(Instant measuredAt, long bytes, long fileBytes, long limitBytes, List<String> shortened,
        long fullBytes, @Nullable Double daysToLimit, long diskFreeBytes, List<TierUse> tiers) {

    /**
     * How much room one tier takes; the last one, `other`, is everything that does not grow old.
     *
     * @param oldest when its oldest row began, null without rows
     * @param kept age at which its rows are removed, null when they are not
     * @param rowsPerDay at the rate of the newest hours, 0 while that cannot be told
     */
    public record TierUse(String name, long bytes, long rows, @Nullable Instant oldest, @Nullable Duration kept,
            double rowsPerDay, double bytesPerDay, long fullBytes) {}
}
