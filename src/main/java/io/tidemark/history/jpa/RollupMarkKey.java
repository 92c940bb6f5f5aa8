package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** An hour of one instance, for samples or for runs. */
@Embeddable
record RollupMarkKey(@Column(name = "kind") String kind, @Column(name = "instance") String instance,
        @Column(name = "start_at") Instant startAt) {}
