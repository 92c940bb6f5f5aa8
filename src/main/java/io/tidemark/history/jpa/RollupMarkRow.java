package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** An hour in which something was stored that the roll-ups do not hold yet. */
@Entity
@Table(name = "rollup_mark")
class RollupMarkRow {

    @EmbeddedId
    RollupMarkKey key = new RollupMarkKey("", "", Instant.EPOCH);

    @Column(name = "touched")
    long touched = 1;

    RollupMarkRow() {}

    RollupMarkRow(RollupMarkKey key) {
        this.key = key;
    }
}
