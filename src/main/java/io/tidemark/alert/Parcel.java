package io.tidemark.alert;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.metric.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One notification on its way, and the changes it stands for.
 *
 * @param unread changes it tells of only by their number
 */
record Parcel(Notification notification, List<Letter> letters, List<Long> unread) {

    static Parcel of(List<Letter> letters, List<Long> unread) {
        return new Parcel(Notification.of(letters.stream().map(Letter::message).toList(), unread), letters, unread);
    }

    /** The first half of what it tells of, of more than one change. */
    Parcel half() {
        return of(letters.subList(0, Math.max(1, letters.size() / 2)), List.of());
    }

    /** Of what it tells of, only the first changes that are older; empty when none is. */
    Optional<Parcel> before(Instant instant) {
        List<Letter> older = letters.stream()
                .takeWhile(letter -> Ids.instant(letter.message().change()).isBefore(instant)).toList();
        return older.isEmpty() ? Optional.empty() : Optional.of(of(older, List.of()));
    }

    int size() {
        return letters.size() + unread.size();
    }

    long first() {
        return letters.getFirst().message().change();
    }

    Stream<Message> messages() {
        return letters.stream().map(Letter::message);
    }

    /**
     * What stands for all of it until it is done: the first change.
     *
     * @param made attempts since the service started
     */
    Told waiting(String channel, int made, Instant now, @Nullable Instant next, @Nullable String error) {
        return new Told(first(), channel, Receipt.PENDING, letters.getFirst().attempts() + made, now, next, error,
                notification.key());
    }

    /**
     * What is left of each change.
     *
     * @param made attempts since the service started
     */
    List<Told> done(String channel, Receipt receipt, int made, Instant now, @Nullable String error) {
        return Stream.concat(
                letters.stream().map(letter -> new Told(letter.message().change(), channel, receipt,
                        letter.attempts() + made, now, null, error, notification.key())),
                unread.stream().map(change -> new Told(change, channel, receipt, made, now, null, error,
                        notification.key())))
                .toList();
    }
}
