package io.tidemark.alert.channel;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the service's own log, one line a change. */
final class LogChannel implements Channel {

    private static final Logger LOG = LoggerFactory.getLogger("io.tidemark.alert");

    @Override
    public Delivery send(Message message) {
        String line = line(message);
        if (message.resolved()) {
            LOG.info("{}", line);
        } else {
            LOG.warn("{}", line);
        }
        return new Delivery.Delivered();
    }

    static String line(Message message) {
        String text = "%s %s: %s %s".formatted(message.resolved() ? "RESOLVED" : "FIRING",
                message.labels().get("alertname"), message.annotations().get("summary"), message.labels());
        // A label is free text: a line feed in it must not forge another line.
        return text.replaceAll("\\p{Cntrl}", " ");
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
