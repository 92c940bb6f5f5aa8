package io.tidemark.alert;

import io.tidemark.alert.Alerts.DeliveryStatus;
import io.tidemark.alert.channel.Channel;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one channel, one message after the other: the next is not tried before the receiver has taken the one before,
 * refused it, or failed for a week. Called by one thread.
 */
final class Postman {

    static final Duration GIVE_UP = Duration.ofDays(7);
    /** So long a message is tried in this life at least before it is given up. */
    static final Duration TRIED = Duration.ofHours(1);
    /** A message that the store does not have although it answers will not come any more. */
    static final Duration LOST = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final Channel channel;
    private final Mailbox mailbox;
    private final Consumer<Told> receipts;
    private final BackOff backOff;
    private final InstantSource clock;
    private final DeliveryCounts counts = new DeliveryCounts();
    private final LongSupplier ticker;
    private long pausedAt;
    private Duration pause = Duration.ZERO;
    private @Nullable Long firstFailure;
    private int failures;
    private @Nullable Long absentSince;

    /** @param ticker nanoseconds that are never set back or forth: a turned clock neither holds up nor ends anything */
    Postman(String name, Channel channel, Mailbox mailbox, Consumer<Told> receipts, BackOff backOff,
            InstantSource clock, LongSupplier ticker) {
        this.name = name;
        this.channel = channel;
        this.mailbox = mailbox;
        this.receipts = receipts;
        this.backOff = backOff;
        this.clock = clock;
        this.ticker = ticker;
    }

    DeliveryStatus status() {
        return counts.status(mailbox.size());
    }

    /** Makes at most one attempt; answers how long to wait before the next call, empty when there is nothing to tell. */
    Optional<Duration> step() throws InterruptedException {
        Duration left = pause.minus(since(pausedAt));
        if (left.isPositive()) {
            return Optional.of(left);
        }
        Letter letter = mailbox.head();
        if (letter != null) {
            return Optional.of(deliver(letter));
        }
        Long absent = mailbox.absent();
        return absent == null ? Optional.empty() : Optional.of(fetch(absent));
    }

    private Duration fetch(long absent) {
        try {
            mailbox.fetch();
        } catch (StoreException _) {
            absentSince = null;
            return pause(STORE_PAUSE);
        }
        if (mailbox.head() != null) {
            absentSince = null;
            return Duration.ZERO;
        }
        return waitFor(absent);
    }

    private Duration waitFor(long absent) {
        long since = absentSince == null ? ticker.getAsLong() : absentSince;
        absentSince = since;
        if (since(since).compareTo(LOST) < 0) {
            return pause(STORE_PAUSE);
        }
        LOG.error("channel {} cannot tell change {}: its message is not in the store", name, absent);
        counts.failed();
        mailbox.skipAbsent();
        absentSince = null;
        return Duration.ZERO;
    }

    private Duration pause(Duration length) {
        pausedAt = ticker.getAsLong();
        pause = length;
        return length;
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(ticker.getAsLong() - nanos);
    }

    private Duration deliver(Letter letter) throws InterruptedException {
        Delivery delivery = attempt(letter.message());
        int attempts = letter.attempts() + failures + 1;
        return switch (delivery) {
            case Delivery.Delivered _ -> delivered(letter.message(), attempts);
            case Delivery.Retry(String reason, Optional<Duration> after) -> failed(letter, attempts, reason, after);
            case Delivery.Rejected(String reason) -> dead(letter.message(), attempts, reason);
        };
    }

    private Delivery attempt(Message message) throws InterruptedException {
        try {
            return channel.send(message);
        } catch (RuntimeException e) {
            // Its text may quote an address or a token.
            return new Delivery.Retry("the channel failed (" + e.getClass().getSimpleName() + ")", Optional.empty());
        }
    }

    private Duration delivered(Message message, int attempts) {
        Instant now = clock.instant();
        Instant read = message.readAt();
        counts.delivered(read == null ? null : Duration.between(read, now));
        if (failures > 0) {
            LOG.info("channel {} takes messages again after {} failed attempts", name, failures);
        }
        done(new Told(message.change(), name, Receipt.DELIVERED, attempts, now, null, null));
        return Duration.ZERO;
    }

    private Duration failed(Letter letter, int attempts, String reason, Optional<Duration> after) {
        Instant now = clock.instant();
        long change = letter.message().change();
        if (isHopeless(change, now)) {
            return dead(letter.message(), attempts, "given up after " + GIVE_UP.toDays() + " days: " + reason);
        }
        failures++;
        counts.failed();
        Duration wait = pause(backOff.after(failures, after));
        if (failures == 1) {
            LOG.warn("channel {} could not tell change {}, it is tried again: {}", name, change, reason);
        }
        receipts.accept(new Told(change, name, Receipt.PENDING, attempts, now, now.plus(wait), reason));
        return wait;
    }

    /** Too old, and not only because the clock jumped: it has been tried here for a while, too. */
    private boolean isHopeless(long change, Instant now) {
        long first = firstFailure == null ? ticker.getAsLong() : firstFailure;
        firstFailure = first;
        return Ids.instant(change).plus(GIVE_UP).isBefore(now) && since(first).compareTo(TRIED) >= 0;
    }

    private Duration dead(Message message, int attempts, String reason) {
        LOG.error("channel {} will not tell change {} of {}: {}", name, message.change(),
                message.labels().get("alertname"), reason);
        counts.failed();
        done(new Told(message.change(), name, Receipt.DEAD, attempts, clock.instant(), null, reason));
        return Duration.ZERO;
    }

    private void done(Told told) {
        failures = 0;
        firstFailure = null;
        mailbox.removeHead();
        receipts.accept(told);
    }
}
