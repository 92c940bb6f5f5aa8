package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** One probe of one instance and the start of an hour. */
@Embeddable
record RunHourKey(@Column(name = "probe") String probe, @Column(name = "start_at") Instant startAt,
        @Column(name = "instance") String instance) {}
