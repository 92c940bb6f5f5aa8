package io.tidemark.alert.jpa;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one channel is to be told of one change. */
@Entity
@Table(name = "alert_outbox")
@IdClass(OutboxRow.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class OutboxRow {

    private static final int ERROR = 1000;

    @Id
    @Column(name = "change_id")
    private Long change;
    @Id
    @Column(name = "channel", length = 63)
    private String channel;
    @Column(name = "instance")
    private String instance;
    @Column(name = "alert_id")
    private Long alert;
    @Enumerated(EnumType.STRING)
    @Column(name = "kind", columnDefinition = "varchar(16)")
    private AlertChange.Kind kind;
    @Column(name = "payload", length = 1_000_000)
    private String payload;
    @Column(name = "created_at")
    private Instant createdAt;
    @Enumerated(EnumType.STRING)
    @Column(name = "state", columnDefinition = "varchar(16)")
    private Receipt state;
    @Column(name = "attempts")
    private int attempts;
    @Column(name = "next_attempt_at")
    private @Nullable Instant nextAttemptAt;
    @Column(name = "delivered_at")
    private @Nullable Instant deliveredAt;
    @Column(name = "last_error", length = ERROR)
    private @Nullable String lastError;
    @Column(name = "sent_in", length = 64)
    private @Nullable String sentIn;

    protected OutboxRow() {}

    OutboxRow(AlertChange change, String channel) {
        this.change = change.id();
        this.channel = channel;
        instance = change.alert().instance();
        alert = change.alert().id();
        kind = change.kind();
        payload = Message.of(change).toJson();
        createdAt = change.at();
        state = Receipt.PENDING;
    }

    /** Takes over a receipt, unless the row is already further. */
    boolean advance(Told told) {
        boolean further = told.overtakes(state, attempts);
        if (further) {
            state = told.receipt();
            attempts = Math.max(attempts, told.attempts());
            nextAttemptAt = told.next();
            deliveredAt = told.receipt() == Receipt.DELIVERED ? told.at() : null;
            lastError = shorten(told.error());
            sentIn = told.sentIn();
        }
        return further;
    }

    AlertStore.Letter letter() {
        return new AlertStore.Letter(Message.parse(payload), attempts, sentIn, nextAttemptAt);
    }

    /** Puts a dead one back; an older receipt that the journal brings again does not bury it. */
    void revive() {
        state = Receipt.PENDING;
        sentIn = null;
    }

    DeliveryLog.Entry entry() {
        return new DeliveryLog.Entry(change, channel, instance, alert, kind.name(), state, attempts, createdAt,
                nextAttemptAt,
                deliveredAt, lastError, sentIn);
    }

    Long change() {
        return change;
    }

    private static @Nullable String shorten(@Nullable String text) {
        return text == null || text.length() <= ERROR ? text : text.substring(0, ERROR - 1) + "…";
    }

    /** A channel is told once of a change. */
    record Key(Long change, String channel) implements Serializable {}
}
