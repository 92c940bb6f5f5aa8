package io.tidemark.history;

import org.jspecify.annotations.Nullable;

/**
 * How the keeping is doing.
 *
 * @param product name of the store's database, `H2` or `PostgreSQL`
 * @param reachable whether the last write to the store succeeded
 * @param reason why not, one sentence; empty when reachable
 * @param journalBytes size of the journal on disk
 * @param pendingRecords records in the journal that are not in the store yet (samples of the open block included)
 * @param droppedRecords records lost because the journal was full or damaged, since the start
 * @param writtenRecords records written to the store since the start
 * @param failedWrites writes to the store that failed since the start
 * @param use how much room the store takes; null before it was measured
 */
public record StoreStatus(String product, boolean reachable, String reason, long journalBytes,
        long pendingRecords, long droppedRecords, long writtenRecords, long failedWrites, @Nullable StoreUse use) {}
