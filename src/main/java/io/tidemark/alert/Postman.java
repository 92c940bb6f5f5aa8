package io.tidemark.alert;

import io.tidemark.alert.Alerts.DeliveryStatus;
import io.tidemark.alert.channel.Channel;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one channel, one notification after the other: the next is not tried before the receiver has taken the one
 * before, refused it, or failed for a week. What comes while it may not be told yet goes together. Called by one thread.
 */
final class Postman {

    static final Duration GIVE_UP = Duration.ofDays(7);
    /** So long a message is tried in this life at least before it is given up. */
    static final Duration TRIED = Duration.ofHours(1);
    /** A message that the store does not have although it answers will not come any more. */
    static final Duration LOST = Duration.ofMinutes(10);

    /**
     * A receiver that takes nothing, whatever it is, is not asked about each change: ten halve a thousand to one. Beyond,
     * what it does not take is given up in ever larger parts.
     */
    static final int MOST_UNACCEPTABLE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final Channel channel;
    private final Mailbox mailbox;
    private final Packing packing;
    private final Receipts receipts;
    private final Refresh refresh;
    private final Pace pace;
    private final TokenBucket bucket;
    private final DeliveryCounts counts = new DeliveryCounts();
    private volatile Circuit circuit = Circuit.CLOSED;
    private long pausedAt;
    private Duration pause = Duration.ZERO;
    private @Nullable Parcel parcel;
    /** Attempts to tell what is first, in this life. */
    private int made;
    /** Messages in a row that the receiver did not take as they were. */
    private int unacceptable;
    private @Nullable Long firstFailure;
    private @Nullable Long absentSince;

    Postman(String name, Channel channel, Mailbox mailbox, Receipts receipts, Refresh refresh, Pace pace) {
        this.name = name;
        this.channel = channel;
        this.mailbox = mailbox;
        this.packing = new Packing(mailbox, channel.most());
        this.receipts = receipts;
        this.refresh = refresh;
        this.pace = pace;
        this.bucket = new TokenBucket(pace.ticker());
    }

    DeliveryStatus status() {
        return counts.status(mailbox.size());
    }

    Circuit circuit() {
        return circuit;
    }

    /** Makes at most one attempt; answers how long to wait before the next call, empty when there is nothing to tell. */
    Optional<Duration> step() throws InterruptedException {
        Duration left = pause.minus(since(pausedAt));
        if (left.isPositive()) {
            return Optional.of(left);
        }
        Optional<Duration> untilRefresh = refresh.left();
        if (untilRefresh.filter(Duration::isZero).isPresent()) {
            return Optional.of(refresh());
        }
        Parcel packed = parcel;
        if (packed != null) {
            return Optional.of(deliver(packed));
        }
        return mailbox.size() == 0 ? untilRefresh : Optional.of(pack(untilRefresh));
    }

    private Duration pack(Optional<Duration> untilRefresh) throws InterruptedException {
        Duration left = bucket.left();
        if (left.isPositive() && circuit.failures() == 0) {
            return untilRefresh.filter(time -> time.compareTo(left) < 0).orElse(left);
        }
        try {
            Parcel packed = packing.next(now());
            return packed == null ? waitForAbsent() : first(packed);
        } catch (StoreException _) {
            absentSince = null;
            return pause(STORE_PAUSE);
        }
    }

    private Duration first(Parcel packed) throws InterruptedException {
        absentSince = null;
        parcel = packed;
        if (packed.size() > 1) {
            // What goes together must go together again after a crash, or it would come with another key.
            receipts.keep(List.of(packed.waiting(name, made, now(), now(), circuit.reason())));
        }
        return deliver(packed);
    }

    private Duration waitForAbsent() {
        Long absent = mailbox.absent();
        long since = absentSince == null ? pace.ticker().getAsLong() : absentSince;
        absentSince = since;
        if (absent == null || since(since).compareTo(LOST) < 0) {
            return pause(STORE_PAUSE);
        }
        LOG.error("channel {} cannot tell change {}: its message is not in the store", name, absent);
        counts.failed();
        mailbox.skipAbsent();
        absentSince = null;
        return Duration.ZERO;
    }

    private Duration pause(Duration length) {
        pausedAt = pace.ticker().getAsLong();
        pause = length;
        return length;
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(pace.ticker().getAsLong() - nanos);
    }

    private Instant now() {
        return pace.clock().instant();
    }

    private Duration refresh() throws InterruptedException {
        for (Notification notification : refresh.next()) {
            switch (attempt(notification)) {
                case Delivery.Delivered _ -> recovered();
                case Delivery.Retry(String reason, Optional<Duration> after) -> {
                    return trouble(reason, after);
                }
                case Delivery.Unacceptable(String reason) -> unrefreshed(reason);
                case Delivery.Rejected(String reason) -> unrefreshed(reason);
            }
        }
        return Duration.ZERO;
    }

    private void unrefreshed(String reason) {
        counts.failed();
        LOG.warn("channel {} refuses to be told what still fires: {}", name, reason);
    }

    private Duration deliver(Parcel packed) throws InterruptedException {
        Delivery delivery = attempt(packed.notification());
        made++;
        return switch (delivery) {
            case Delivery.Delivered _ -> delivered(packed);
            case Delivery.Retry(String reason, Optional<Duration> after) -> failed(packed, reason, after);
            case Delivery.Unacceptable(String reason) -> ++unacceptable <= MOST_UNACCEPTABLE && packed.size() > 1
                    ? halved(packing.halved(packed), reason)
                    : dead(packed, reason);
            case Delivery.Rejected(String reason) -> dead(packed, reason);
        };
    }

    /** One change of many may be what the receiver does not take: the others are to reach it. */
    private Duration halved(Parcel half, String reason) throws InterruptedException {
        counts.failed();
        parcel = half;
        receipts.keep(List.of(half.waiting(name, made, now(), now(), reason)));
        bucket.pay(1, channel.most());
        return pause(bucket.left());
    }

    private Delivery attempt(Notification notification) throws InterruptedException {
        try {
            return channel.send(notification);
        } catch (RuntimeException e) {
            // Its text may quote an address or a token.
            return new Delivery.Retry("the channel failed (" + e.getClass().getSimpleName() + ")", Optional.empty());
        }
    }

    private Duration delivered(Parcel packed) throws InterruptedException {
        Instant now = now();
        packed.messages().map(Message::readAt).forEach(
                read -> counts.delivered(read == null ? null : Duration.between(read, now)));
        packed.unread().forEach(_ -> counts.delivered(null));
        refresh.told(packed.notification());
        recovered();
        Duration next = done(packed, Receipt.DELIVERED, null);
        unacceptable = 0;
        return next;
    }

    private void recovered() {
        if (circuit.failures() > 0) {
            LOG.info("channel {} takes messages again after {} failed attempts", name, circuit.failures());
        }
        circuit = Circuit.CLOSED;
        firstFailure = null;
    }

    private Duration failed(Parcel packed, String reason, Optional<Duration> after) throws InterruptedException {
        List<Letter> hopeless = hopeless(packed);
        if (!hopeless.isEmpty()) {
            return dead(Parcel.of(hopeless, List.of()), "given up after " + GIVE_UP.toDays() + " days: " + reason);
        }
        if (Packing.isLate(packed.letters().getFirst(), now())) {
            parcel = null; // by the next attempt it may be over
        }
        Duration wait = trouble(reason, after);
        Instant now = now();
        receipts.keep(List.of(packed.waiting(name, made, now, now.plus(wait), reason)));
        return wait;
    }

    private Duration trouble(String reason, Optional<Duration> after) {
        counts.failed();
        if (circuit.failures() == 0) {
            LOG.warn("channel {} could not be told, it is tried again: {}", name, reason);
        }
        Duration wait = pause(pace.backOff().after(circuit.failures() + 1, after));
        circuit = circuit.failed(now(), reason, now().plus(wait));
        return wait;
    }

    /** What is too old, and not only because the clock jumped: it has been tried here for a while, too. */
    private List<Letter> hopeless(Parcel packed) {
        long first = firstFailure == null ? pace.ticker().getAsLong() : firstFailure;
        firstFailure = first;
        Instant tooOld = now().minus(GIVE_UP);
        return since(first).compareTo(TRIED) < 0
                ? List.of()
                : packed.letters().stream()
                        .takeWhile(letter -> Ids.instant(letter.message().change()).isBefore(tooOld)).toList();
    }

    private Duration dead(Parcel packed, String reason) throws InterruptedException {
        LOG.error("channel {} will not tell change {} of {}{}: {}", name, packed.first(),
                packed.letters().getFirst().message().labels().get("alertname"),
                packed.size() == 1 ? "" : " and " + (packed.size() - 1) + " more", reason);
        counts.failed();
        circuit = Circuit.CLOSED;
        firstFailure = null;
        return done(packed, Receipt.DEAD, reason);
    }

    private Duration done(Parcel packed, Receipt receipt, @Nullable String reason)
            throws InterruptedException {
        parcel = null;
        // What was gathered for one message is told in several at once where that was not taken.
        bucket.pay(packing.isCautious() ? 1 : packed.size(), channel.most());
        if (receipt == Receipt.DELIVERED || unacceptable >= MOST_UNACCEPTABLE) {
            packing.grow();
        }
        mailbox.remove(packed.letters().size(), packed.unread().size());
        List<Told> receiptOfEach = packed.done(name, receipt, made, now(), reason);
        made = 0;
        receipts.keep(receiptOfEach);
        return Duration.ZERO;
    }
}
