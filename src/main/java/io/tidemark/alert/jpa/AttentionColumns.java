package io.tidemark.alert.jpa;

import io.tidemark.alert.Attention;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.Attention.Silenced;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What people did about an alert, as columns of its row. */
@Embeddable
class AttentionColumns {

    @Column(name = "told_at")
    private @Nullable Instant toldAt;
    @Column(name = "silence_id")
    private @Nullable Long silence;
    @Column(name = "silence_author", length = 100)
    private @Nullable String silenceAuthor;
    @Column(name = "silence_comment", length = 1000)
    private @Nullable String silenceComment;
    @Column(name = "silenced_since")
    private @Nullable Instant silencedSince;
    @Column(name = "silenced_until")
    private @Nullable Instant silencedUntil;
    @Column(name = "acknowledged_by", length = 100)
    private @Nullable String acknowledgedBy;
    @Column(name = "acknowledged_comment", length = 1000)
    private @Nullable String acknowledgedComment;
    @Column(name = "acknowledged_at")
    private @Nullable Instant acknowledgedAt;

    protected AttentionColumns() {}

    AttentionColumns(Attention attention) {
        toldAt = attention.toldAt();
        if (attention.silenced() instanceof Silenced(long id, String by, String why, Instant since, Instant until)) {
            silence = id;
            silenceAuthor = by;
            silenceComment = why;
            silencedSince = since;
            silencedUntil = until;
        }
        if (attention.acknowledged() instanceof Acknowledgement(String by, String why, Instant at)) {
            acknowledgedBy = by;
            acknowledgedComment = why;
            acknowledgedAt = at;
        }
    }

    Attention attention() {
        return new Attention(toldAt, silenced(), acknowledged());
    }

    private @Nullable Silenced silenced() {
        return silence == null || silenceAuthor == null || silenceComment == null || silencedSince == null
                ? null
                : new Silenced(silence, silenceAuthor, silenceComment, silencedSince, silencedUntil);
    }

    private @Nullable Acknowledgement acknowledged() {
        return acknowledgedBy == null || acknowledgedComment == null || acknowledgedAt == null
                ? null
                : new Acknowledgement(acknowledgedBy, acknowledgedComment, acknowledgedAt);
    }
}
