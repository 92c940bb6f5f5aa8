package io.tidemark.alert;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore.Letter;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
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

    int size() {
        return letters.size() + unread.size();
    }

    /** Made by earlier lives, too. */
    int attempts() {
        return letters.getFirst().attempts();
    }

    long first() {
        return letters.getFirst().message().change();
    }

    Stream<Message> messages() {
        return letters.stream().map(Letter::message);
    }

    /** What stands for all of it until it is done: the first change. */
    Told waiting(String channel, int attempts, Instant now, @Nullable Instant next, @Nullable String error) {
        return new Told(first(), channel, Receipt.PENDING, attempts, now, next, error, notification.key());
    }

    /** What is left of each change. */
    List<Told> done(String channel, Receipt receipt, int attempts, Instant now, @Nullable String error) {
        return changes().mapToObj(
                change -> new Told(change, channel, receipt, attempts, now, null, error, notification.key())).toList();
    }

    private LongStream changes() {
        return LongStream.concat(messages().mapToLong(Message::change), unread.stream().mapToLong(Long::longValue));
    }
}
