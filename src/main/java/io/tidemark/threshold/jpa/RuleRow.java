package io.tidemark.threshold.jpa;

import io.tidemark.threshold.StoredRule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** One stored rule. */
@Entity
@Table(name = "stored_rule")
@IdClass(RuleRow.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class RuleRow {

    @Id
    @Column(name = "instance_bits")
    private Integer bits;
    @Id
    @Column(name = "name")
    private String name;
    @Column(name = "rule_text", length = 1000)
    private String text;

    protected RuleRow() {}

    RuleRow(int bits, String name, String text) {
        this.bits = bits;
        this.name = name;
        this.text = text;
    }

    StoredRule rule() {
        return new StoredRule(name, text);
    }

    /** A name is given once in an instance. */
    record Key(Integer bits, String name) implements Serializable {}
}
