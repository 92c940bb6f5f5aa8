package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Which instance makes ids with which bits. */
@Entity
@Table(name = "instance_claim")
class InstanceClaimRow {

    @Id
    @Column(name = "bits")
    int bits;

    @Column(name = "instance")
    String instance = "";

    @Column(name = "token")
    String token = "";

    @Column(name = "claimed_at")
    Instant claimedAt = Instant.EPOCH;

    InstanceClaimRow() {}

    InstanceClaimRow(int bits, String instance, String token, Instant claimedAt) {
        this.bits = bits;
        this.instance = instance;
        this.token = token;
        this.claimedAt = claimedAt;
    }
}
