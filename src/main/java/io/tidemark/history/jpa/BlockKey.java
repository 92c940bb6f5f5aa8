package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** What tells one block from another. */
@Embeddable
record BlockKey(@Column(name = "series_id") long seriesId, @Column(name = "resolution_seconds") int resolutionSeconds,
        @Column(name = "start_at") Instant startAt) {

    /** The resolution of samples as they were taken. */
    static final int RAW = 0;

    static BlockKey raw(long seriesId, Instant startAt) {
        return new BlockKey(seriesId, RAW, startAt);
    }
}
