package io.tidemark.alert.channel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A channel that is an address and a form of JSON.
 *
 * @param body the form
 */
record JsonChannel(HttpPost http, Function<Notification, String> body, int most, Optional<Duration> refresh)
        implements
            Channel {

    JsonChannel(HttpPost http, Function<Notification, String> body) {
        this(http, body, Notification.MOST, Optional.empty());
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        return http.send(notification.key(), body.apply(notification));
    }

    @Override
    public String preview(Notification notification) {
        return http.preview(notification.key(), body.apply(notification));
    }

    @Override
    public String toString() {
        return http.address().toString();
    }
}
