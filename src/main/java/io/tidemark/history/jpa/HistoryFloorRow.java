package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** From when on one kind of data is complete. */
@Entity
@Table(name = "history_floor")
class HistoryFloorRow {

    @Id
    @Column(name = "tier")
    String tier = "";

    @Column(name = "complete_from")
    Instant completeFrom = Instant.EPOCH;

    HistoryFloorRow() {}

    HistoryFloorRow(String tier, Instant completeFrom) {
        this.tier = tier;
        this.completeFrom = completeFrom;
    }
}
