package io.tidemark.alert;

import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Notification;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one receiver what it has to hear again. Used by one thread. */
final class Refresher {

    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

    private final String name;
    private final Refresh refresh;
    private final Breaker breaker;
    private final Bookkeeper books;

    /** @param name of the channel */
    Refresher(String name, Refresh refresh, Breaker breaker, Bookkeeper books) {
        this.name = name;
        this.refresh = refresh;
        this.breaker = breaker;
        this.books = books;
    }

    /** One attempt to tell. */
    interface Attempt {
        Delivery of(Notification notification) throws InterruptedException;
    }

    /** How long until it is time, zero when it is; empty when it never will be. */
    Optional<Duration> left() {
        return refresh.left();
    }

    /** Remembers what was told. */
    void told(Notification notification) {
        refresh.told(notification);
    }

    /** Tells what there is to tell again, up to the first failure; answers how long to wait before anything else. */
    Duration refresh(Attempt attempt) throws InterruptedException {
        for (Notification notification : refresh.next()) {
            switch (attempt.of(notification)) {
                case Delivery.Delivered _ -> breaker.recovered();
                case Delivery.Retry(String reason, Optional<Duration> after) -> {
                    books.failed();
                    return breaker.failed(reason, after);
                }
                case Delivery.Unacceptable(String reason) -> refused(reason);
                case Delivery.Rejected(String reason) -> refused(reason);
            }
        }
        return Duration.ZERO;
    }

    private void refused(String reason) {
        books.failed();
        LOG.warn("channel {} refuses to be told what still fires: {}", name, reason);
    }
}
