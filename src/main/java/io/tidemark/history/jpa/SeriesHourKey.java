package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** One series and the start of an hour. */
@Embeddable
record SeriesHourKey(@Column(name = "series_id") long seriesId, @Column(name = "start_at") Instant startAt) {}
