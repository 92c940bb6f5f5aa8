package io.tidemark.alert;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tells a receiver that forgets once more what still fires, and a few times more what is over. Not safe for threads. */
final class Refresh {

    /** So often an end is told again. */
    static final int REPEATS = 3;

    private final Optional<Duration> every;
    private final Supplier<List<Message>> firing;
    private final LongSupplier ticker;
    private final Map<SortedMap<String, String>, Ended> ended = new LinkedHashMap<>();
    private long last;

    /**
     * @param every empty for a receiver that does not forget
     * @param firing what it was told to fire and still does
     */
    Refresh(Optional<Duration> every, Supplier<List<Message>> firing, LongSupplier ticker) {
        this.every = every;
        this.firing = firing;
        this.ticker = ticker;
        this.last = ticker.getAsLong();
    }

    private record Ended(Message message, int left) {}

    /** How long until it is time, zero when it is; empty when it never will be. */
    Optional<Duration> left() {
        return every.map(interval -> interval.minusNanos(ticker.getAsLong() - last))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Remembers the ends among what was told. */
    void told(Notification notification) {
        if (every.isPresent()) {
            notification.messages().stream().filter(Message::resolved)
                    .forEach(message -> ended.put(message.labels(), new Ended(message, REPEATS)));
        }
    }

    /** What to send now; nothing when all is quiet. */
    List<Notification> next() {
        last = ticker.getAsLong();
        List<Message> still = firing.get();
        // An end told after the same series has fired anew would end that, too.
        still.forEach(message -> ended.remove(message.labels()));
        List<Message> all = Stream.concat(still.stream(), ended.values().stream().map(Ended::message)).toList();
        ended.replaceAll((_, one) -> new Ended(one.message, one.left - 1));
        ended.values().removeIf(one -> one.left == 0);
        List<Notification> notifications = new ArrayList<>();
        for (int from = 0; from < all.size(); from += Notification.MOST) {
            notifications.add(new Notification("refresh-" + last + "-" + from,
                    all.subList(from, Math.min(all.size(), from + Notification.MOST)), 0));
        }
        return notifications;
    }
}
