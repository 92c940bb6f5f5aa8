package io.tidemark.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people were told of an alert, and what they did about it.
 *
 * @param toldAt when people were last told that it fires; null while they were not
 * @param silenced the last silence it fell under; null when there was none
 * @param acknowledged who looks after it; null while nobody does
 */
public record Attention(@Nullable Instant toldAt, @Nullable Silenced silenced,
        @Nullable Acknowledgement acknowledged) {

    /** Nobody was told, and nobody did anything. */
    public static final Attention NONE = new Attention(null, null, null);

    /**
     * A silence as the alert remembers it, so that its history is complete without the silence.
     *
     * @param silence id
     * @param since when it began to hold for this alert
     * @param until when it no longer did, or the alert was over; null while it does
     */
    public record Silenced(long silence, String author, String comment, Instant since, @Nullable Instant until) {}

    /**
     * Somebody looks after it.
     *
     * @param at since when
     */
    public record Acknowledgement(String name, String comment, Instant at) {}

    public boolean wasTold() {
        return toldAt != null;
    }

    /** Whether a silence holds for it now. */
    public boolean inSilence() {
        return silenced != null && silenced.until == null;
    }

    boolean inSilence(long silence) {
        return silenced != null && silenced.until == null && silenced.silence == silence;
    }

    Attention told(Instant at) {
        return new Attention(at, silenced, acknowledged);
    }

    Attention under(Silence silence, Instant at) {
        return new Attention(toldAt,
                new Silenced(silence.id(), silence.plan().author(), silence.plan().comment(), at, null), acknowledged);
    }

    Attention outOfSilence(Instant at) {
        Silenced last = silenced;
        return last == null || last.until != null
                ? this
                : new Attention(toldAt, new Silenced(last.silence, last.author, last.comment, last.since, at),
                        acknowledged);
    }

    Attention by(@Nullable Acknowledgement acknowledgement) {
        return new Attention(toldAt, silenced, acknowledgement);
    }

    /** From when on the wait for the next reminder counts, on the clock people read: a silence begins it anew. */
    @Nullable
    Instant calmSince() {
        Instant end = silenced == null ? null : silenced.until;
        return toldAt != null && end != null && end.isAfter(toldAt) ? end : toldAt;
    }
}
