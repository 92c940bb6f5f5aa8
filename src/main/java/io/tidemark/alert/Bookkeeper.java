package io.tidemark.alert;

import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves word of what becomes of one channel's messages, and counts it. Used by one thread; any may read the counts. */
final class Bookkeeper {

    private final String name;
    private final Receipts receipts;
    private final InstantSource clock;
    private final DeliveryCounts counts = new DeliveryCounts();
    /** Attempts to tell what is first, in this life. */
    private int made;

    /** @param name of the channel */
    Bookkeeper(String name, Receipts receipts, InstantSource clock) {
        this.name = name;
        this.receipts = receipts;
        this.clock = clock;
    }

    DeliveryStatus status(long pending) {
        return counts.status(pending);
    }

    /** What goes together must go together again after a crash, or it would come with another key. */
    void beginning(Parcel parcel, @Nullable String error) {
        if (parcel.size() > 1) {
            waiting(parcel, Duration.ZERO, error);
        }
    }

    /** One more attempt to tell what is first has been made. */
    void attempted() {
        made++;
    }

    /** What is first is tried again after a while. */
    void waiting(Parcel parcel, Duration wait, @Nullable String error) {
        Instant now = clock.instant();
        receipts.keep(List.of(parcel.waiting(name, made, now, now.plus(wait), error)));
    }

    void delivered(Parcel parcel) {
        Instant now = clock.instant();
        parcel.messages().map(Message::readAt)
                .forEach(read -> counts.delivered(read == null ? null : Duration.between(read, now)));
        parcel.unread().forEach(_ -> counts.delivered(null));
        done(parcel, Receipt.DELIVERED, null);
    }

    void dead(Parcel parcel, String reason) {
        failed();
        done(parcel, Receipt.DEAD, reason);
    }

    /** An attempt has failed. */
    void failed() {
        counts.failed();
    }

    private void done(Parcel parcel, Receipt receipt, @Nullable String reason) {
        List<Told> ofEach = parcel.done(name, receipt, made, clock.instant(), reason);
        made = 0;
        receipts.keep(ofEach);
    }
}
