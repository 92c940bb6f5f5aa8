package io.tidemark.history.jpa;

import java.time.Instant;
import org.hibernate.StatelessSession;

/** Knows from when on each kind of data is complete, so that a reader does not take what was removed for what never was. */
enum HistoryFloor {
    SAMPLES("samples"),
    SAMPLE_MINUTES("sample_minutes"),
    RUNS("runs"),
    RUN_MINUTES("run_minutes");

    private final String tier;

    HistoryFloor(String tier) {
        this.tier = tier;
    }

    /** Milliseconds; everything is complete that nothing was removed of. */
    long millis(StatelessSession session) {
        HistoryFloorRow row = session.get(HistoryFloorRow.class, tier);
        return row == null ? Long.MIN_VALUE : row.completeFrom.toEpochMilli();
    }

    /** To be called in the transaction that removes. */
    void raise(StatelessSession session, Instant completeFrom) {
        HistoryFloorRow row = session.get(HistoryFloorRow.class, tier);
        if (row == null) {
            session.insert(new HistoryFloorRow(tier, completeFrom));
        } else if (row.completeFrom.isBefore(completeFrom)) {
            row.completeFrom = completeFrom;
            session.update(row);
        }
    }
}
