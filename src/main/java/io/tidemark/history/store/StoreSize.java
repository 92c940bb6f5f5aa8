package io.tidemark.history.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a store is: what its rows and their indexes use, room that is free again left out.
 *
 * @param tiers in the order they were asked for
 * @param otherBytes of all other tables
 * @param fileBytes of its files, with the room inside that is free again
 */
public record StoreSize(Map<StoreTable, TierSize> tiers, long otherBytes, long fileBytes) {

    public long bytes() {
        return otherBytes + tiers.values().stream().mapToLong(TierSize::bytes).sum();
    }

    /** Everything but the files taken as this share of what it is here. */
    public StoreSize times(double share) {
        Map<StoreTable, TierSize> sizes = new LinkedHashMap<>();
        tiers.forEach((tier, size) -> sizes.put(tier, new TierSize(Math.round(size.bytes * share), size.rows,
                size.oldest, size.rowsPerDay)));
        return new StoreSize(sizes, Math.round(otherBytes * share), fileBytes);
    }

    /**
     * How large one tier is.
     *
     * @param oldest when the oldest row began, null without rows
     * @param rowsPerDay at the rate of the newest hours, 0 while that cannot be told
     */
    public record TierSize(long bytes, long rows, @Nullable Instant oldest, double rowsPerDay) {

        public double bytesPerRow() {
            return rows == 0 ? 0 : (double) bytes / rows;
        }
    }
}
