package io.tidemark.alert.channel;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the service's own log, one line an alert. */
final class LogChannel implements Channel {

    private static final Logger LOG = LoggerFactory.getLogger("io.tidemark.alert");

    @Override
    public Delivery send(Notification notification) {
        Digest digest = Digest.of(notification);
        for (Message message : digest.shown()) {
            if (message.resolved()) {
                LOG.info("{}", line(message));
            } else {
                LOG.warn("{}", line(message));
            }
        }
        if (digest.more() > 0) {
            LOG.warn("{}", digest.rest());
        }
        return new Delivery.Delivered();
    }

    @Override
    public String preview(Notification notification) {
        Digest digest = Digest.of(notification);
        return String.join("\n", digest.shown().stream().map(LogChannel::line).toList())
                + (digest.more() > 0 ? "\n" + digest.rest() : "");
    }

    @Override
    public int most() {
        return Digest.MOST;
    }

    @Override
    public String toString() {
        return "the service's log";
    }

    static String line(Message message) {
        return Digest.oneLine("%s %s: %s %s".formatted(message.resolved() ? "RESOLVED" : "FIRING", message.name(),
                message.summary(), message.labels()));
    }

    /** Takes no settings. */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "log";
        }

        @Override
        public Set<String> required() {
            return Set.of();
        }

        @Override
        public Set<String> optional() {
            return Set.of();
        }

        @Override
        public Channel create(ChannelOptions options) {
            return new LogChannel();
        }
    }
}
