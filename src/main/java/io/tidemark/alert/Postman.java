package io.tidemark.alert;

import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.alert.channel.Channel;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Notification;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.time.InstantSource;
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

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final Channel channel;
    private final Mailbox mailbox;
    private final InstantSource clock;
    private final Packing packing;
    private final Breaker breaker;
    private final Bookkeeper books;
    private final Refresher refresher;
    private final TokenBucket bucket;
    private @Nullable Parcel parcel;

    Postman(String name, Channel channel, Mailbox mailbox, Receipts receipts, Refresh refresh, Pace pace) {
        this.name = name;
        this.channel = channel;
        this.mailbox = mailbox;
        this.clock = pace.clock();
        this.packing = new Packing(mailbox, channel.most(), pace.ticker());
        this.breaker = new Breaker(name, pace);
        this.books = new Bookkeeper(name, receipts, clock);
        this.refresher = new Refresher(name, refresh, breaker, books);
        this.bucket = new TokenBucket(pace.ticker());
    }

    DeliveryStatus status() {
        return books.status(mailbox.size());
    }

    Circuit circuit() {
        return breaker.circuit();
    }

    /** Makes at most one attempt; answers how long to wait before the next call, empty when there is nothing to tell. */
    Optional<Duration> step() throws InterruptedException {
        Duration left = breaker.left();
        if (left.isPositive()) {
            return Optional.of(left);
        }
        Optional<Duration> untilRefresh = refresher.left();
        if (untilRefresh.filter(Duration::isZero).isPresent()) {
            return Optional.of(refresher.refresh(this::attempt));
        }
        Parcel packed = parcel;
        if (packed != null) {
            return Optional.of(deliver(packed));
        }
        return mailbox.size() == 0 ? untilRefresh : Optional.of(pack(untilRefresh));
    }

    private Duration pack(Optional<Duration> untilRefresh) throws InterruptedException {
        Duration left = bucket.left();
        if (left.isPositive() && breaker.isCalm()) {
            return untilRefresh.filter(time -> time.compareTo(left) < 0).orElse(left);
        }
        try {
            Parcel packed = packing.next(clock.instant());
            return packed == null ? waitForAbsent() : first(packed);
        } catch (StoreException _) {
            return breaker.pause(STORE_PAUSE);
        }
    }

    private Duration first(Parcel packed) throws InterruptedException {
        parcel = packed;
        books.beginning(packed, breaker.circuit().reason());
        return deliver(packed);
    }

    private Duration waitForAbsent() {
        Optional<Long> lost = packing.takeLost();
        lost.ifPresent(change -> {
            LOG.error("channel {} cannot tell change {}: its message is not in the store", name, change);
            books.failed();
        });
        return lost.isPresent() ? Duration.ZERO : breaker.pause(STORE_PAUSE);
    }

    private Duration deliver(Parcel packed) throws InterruptedException {
        Delivery delivery = attempt(packed.notification());
        books.attempted();
        return switch (delivery) {
            case Delivery.Delivered _ -> delivered(packed);
            case Delivery.Retry(String reason, Optional<Duration> after) -> failed(packed, reason, after);
            // One change of many may be what the receiver does not take: the others are to reach it.
            case Delivery.Unacceptable(String reason) ->
                packing.halved(packed).map(half -> again(half, reason)).orElseGet(() -> dead(packed, reason));
            case Delivery.Rejected(String reason) -> dead(packed, reason);
        };
    }

    private Delivery attempt(Notification notification) throws InterruptedException {
        try {
            return channel.send(notification);
        } catch (RuntimeException e) {
            // Its text may quote an address or a token.
            return new Delivery.Retry("the channel failed (" + e.getClass().getSimpleName() + ")", Optional.empty());
        }
    }

    private Duration delivered(Parcel packed) {
        refresher.told(packed.notification());
        breaker.recovered();
        done(packed);
        packing.taken();
        books.delivered(packed);
        return Duration.ZERO;
    }

    private Duration failed(Parcel packed, String reason, Optional<Duration> after) {
        Optional<Parcel> hopeless = hopeless(packed);
        if (hopeless.isPresent()) {
            return dead(hopeless.get(), "given up after " + GIVE_UP.toDays() + " days: " + reason);
        }
        if (Packing.isLate(packed.letters().getFirst(), clock.instant())) {
            parcel = null; // by the next attempt it may be over
        }
        books.failed();
        Duration wait = breaker.failed(reason, after);
        books.waiting(packed, wait, reason);
        return wait;
    }

    /** What is too old, and not only because the clock jumped: it has been tried here for a while, too. */
    private Optional<Parcel> hopeless(Parcel packed) {
        return breaker.hasFailedFor(TRIED) ? packed.before(clock.instant().minus(GIVE_UP)) : Optional.empty();
    }

    private Duration again(Parcel half, String reason) {
        parcel = half;
        books.failed();
        books.waiting(half, Duration.ZERO, reason);
        bucket.pay(1, channel.most());
        return breaker.pause(bucket.left());
    }

    private Duration dead(Parcel packed, String reason) {
        LOG.error("channel {} will not tell change {} of {}{}: {}", name, packed.first(),
                packed.letters().getFirst().message().name(),
                packed.size() == 1 ? "" : " and " + (packed.size() - 1) + " more", reason);
        breaker.close();
        done(packed);
        books.dead(packed, reason);
        return Duration.ZERO;
    }

    private void done(Parcel packed) {
        parcel = null;
        // What was gathered for one message is told in several at once where that was not taken.
        bucket.pay(packing.isCautious() ? 1 : packed.size(), channel.most());
        mailbox.remove(packed.letters().size(), packed.unread().size());
    }
}
