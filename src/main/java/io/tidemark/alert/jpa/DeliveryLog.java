package io.tidemark.alert.jpa;

import io.tidemark.alert.jpa.AlertRecord.Receipt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each channel was told, for people who look back. Every method may wait for the database and throws a {@code StoreException}. */
public interface DeliveryLog {

    /** Entries, newest first, and of one change by channel. */
    List<Entry> list(Question question, int limit);

    /**
     * Puts dead entries of a channel back, oldest first, but those whose alert it has been told something newer of.
     *
     * @param bits those of the instance, in the ids of its changes
     * @param change only this one; null for all
     * @return their changes
     */
    List<Long> revive(int bits, String channel, @Nullable Long change);

    /**
     * Which entries are asked for.
     *
     * @param beforeChange only older changes, and of this very one
     * @param afterChannel those after this channel
     * @param state null for every state
     * @param channel null for every channel
     */
    record Question(long beforeChange, String afterChannel, @Nullable Receipt state, @Nullable String channel) {}

    /**
     * One change and one channel.
     *
     * @param kind FIRED, RESOLVED …
     * @param at when it changed
     * @param error why the last attempt failed
     * @param sentIn key of the notification it went in
     */
    record Entry(long change, String channel, String instance, long alert, String kind, Receipt state, int attempts,
            Instant at,
            @Nullable Instant nextAttemptAt, @Nullable Instant deliveredAt, @Nullable String error,
            @Nullable String sentIn) {}
}
