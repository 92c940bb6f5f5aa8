package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.history.History;
import io.tidemark.history.StoreStatus;
import io.tidemark.history.StoreUse;

/** How the keeping is doing. */
record StoreExport(History history) implements Contributor {

    @Override
    public void contribute(Families families) {
        StoreStatus status = history.storeStatus();
        families.gauge("tidemark_store_reachable", "Whether the last write to the store succeeded (1)", Labels.EMPTY,
                status.reachable() ? 1 : 0);
        families.gauge("tidemark_store_journal_bytes", "Size of the journal on disk", Labels.EMPTY,
                status.journalBytes());
        families.gauge("tidemark_store_journal_pending_records", "Records in the journal and not in the store yet",
                Labels.EMPTY, status.pendingRecords());
        families.counter("tidemark_store_written_records", "Records written to the store", Labels.EMPTY,
                status.writtenRecords());
        families.counter("tidemark_store_dropped_records", "Records lost because the journal was full or damaged",
                Labels.EMPTY, status.droppedRecords());
        families.counter("tidemark_store_failed_writes", "Writes to the store that failed", Labels.EMPTY,
                status.failedWrites());
        if (status.use() != null) {
            contribute(families, status.use());
        }
    }

    private static void contribute(Families families, StoreUse use) {
        families.gauge("tidemark_store_size_bytes", "What rows and indexes use in the store", Labels.EMPTY,
                use.bytes());
        families.gauge("tidemark_store_file_bytes", "Size of the store's files, with free room inside", Labels.EMPTY,
                use.fileBytes());
        families.gauge("tidemark_store_limit_bytes", "What the store may use", Labels.EMPTY, use.limitBytes());
        families.gauge("tidemark_store_full_bytes",
                "What the store will use when every tier is full at the present rate", Labels.EMPTY, use.fullBytes());
        families.gauge("tidemark_store_shortened", "Tiers that lose rows before their time because of the limit",
                Labels.EMPTY, use.shortened().size());
    }
}
