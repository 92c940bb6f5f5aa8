package io.tidemark.threshold.jpa;

import io.tidemark.threshold.RuleChange;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change of a stored rule. */
@Entity
@Table(name = "rule_change")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class RuleChangeRow {

    @Id
    private Long id;
    @Column(name = "instance_bits")
    private int bits;
    @Column(name = "name")
    private String name;
    @Column(name = "changed_at")
    private Instant at;
    @Column(name = "changed_by")
    private String by;
    @Column(name = "text_before", length = 1000)
    private @Nullable String before;
    @Column(name = "text_after", length = 1000)
    private @Nullable String after;

    protected RuleChangeRow() {}

    RuleChangeRow(int bits, RuleChange change) {
        this.id = change.id();
        this.bits = bits;
        this.name = change.name();
        this.at = change.at();
        this.by = change.by();
        this.before = change.before();
        this.after = change.after();
    }

    RuleChange change() {
        return new RuleChange(id, name, at, by, before, after);
    }
}
