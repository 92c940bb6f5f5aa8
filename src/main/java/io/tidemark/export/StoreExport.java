package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.history.History;
import io.tidemark.history.StoreStatus;

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
    }
}
