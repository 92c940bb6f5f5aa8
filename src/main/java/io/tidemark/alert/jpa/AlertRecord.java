package io.tidemark.alert.jpa;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to be remembered about an alert, in the store at once or by way of the journal. */
public sealed interface AlertRecord {

    /** An alert is pending; nobody is told. */
    record Waiting(Alert alert) implements AlertRecord {}

    /** A pending alert went away before it fired. */
    record Dropped(long alert) implements AlertRecord {}

    /**
     * An alert fired, was resolved, or something happened in between.
     *
     * @param channels who is told; empty for nobody
     */
    record Changed(AlertChange change, List<String> channels) implements AlertRecord {}

    /**
     * How the telling of one change stands with one channel.
     *
     * @param change id of the change
     * @param attempts so far
     * @param at when the last attempt ended
     * @param next when it is tried again; null when it is not
     * @param error why the last attempt failed; null when it did not
     * @param sentIn key of the notification it went in, or was about to; null when there was none
     */
    record Told(long change, String channel, Receipt receipt, int attempts, Instant at, @Nullable Instant next,
            @Nullable String error, @Nullable String sentIn) implements AlertRecord {

        /** Whether it says more than what is known; receipts may come twice and in any order. */
        public boolean overtakes(Receipt known, int made) {
            return known == Receipt.PENDING && switch (receipt) {
                case PENDING -> attempts >= made;
                case DELIVERED -> true; // however often it was tried, it has arrived
                case DEAD -> attempts > made; // what was put back is not buried by what was said of it before
            };
        }
    }

    /** Whether a channel has been told. */
    enum Receipt {
        /** Not yet. */
        PENDING,
        /** The receiver has acknowledged. */
        DELIVERED,
        /** It never will be. */
        DEAD
    }
}
