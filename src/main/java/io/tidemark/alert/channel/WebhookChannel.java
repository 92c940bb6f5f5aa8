package io.tidemark.alert.channel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells in the shape of Alertmanager's webhook, version "4". An alert that is told alone is a group of its own, so that
 * receivers which deduplicate by `groupKey` keep series of one rule apart; several share the group of no labels. Source:
 * Alertmanager's documentation, webhook_config.
 */
final class WebhookChannel {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** How Alertmanager says "not ended". */
    private static final String NOT_ENDED = "0001-01-01T00:00:00Z";

    private WebhookChannel() {}

    static String body(String receiver, Notification notification) {
        List<Message> messages = notification.messages();
        SortedMap<String, String> common = common(messages.stream().map(Message::labels).toList());
        SortedMap<String, String> group = messages.size() == 1 ? common : new TreeMap<>();
        String status = messages.stream().allMatch(Message::resolved) ? "resolved" : "firing";
        return JSON.writeValueAsString(new Body("4", groupKey(group), notification.more(), status, receiver, group,
                common, common(messages.stream().map(Message::annotations).toList()), "",
                messages.stream().map(Alert::of).toList()));
    }

    private static SortedMap<String, String> common(List<SortedMap<String, String>> all) {
        SortedMap<String, String> common = new TreeMap<>(all.getFirst());
        all.forEach(one -> common.entrySet().retainAll(one.entrySet()));
        return common;
    }

    private static String groupKey(SortedMap<String, String> labels) {
        return labels.entrySet().stream().map(label -> label.getKey() + "=" + JSON.writeValueAsString(label.getValue()))
                .collect(Collectors.joining(", ", "{}:{", "}"));
    }

    private record Body(String version, String groupKey, int truncatedAlerts, String status, String receiver,
            Map<String, String> groupLabels, Map<String, String> commonLabels, Map<String, String> commonAnnotations,
            String externalURL, List<Alert> alerts) {}

    private record Alert(String status, Map<String, String> labels, Map<String, String> annotations, String startsAt,
            String endsAt, String generatorURL, String fingerprint) {

        static Alert of(Message message) {
            return new Alert(message.status(), message.labels(), message.annotations(),
                    message.startsAt().toString(), message.endsAt() == null ? NOT_ENDED : message.endsAt().toString(),
                    "", Fingerprint.of(message.labels()));
        }
    }

    /** Takes the address as `url` and, where the receiver wants one, a `token`. */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "webhook";
        }

        @Override
        public Set<String> required() {
            return Set.of("url");
        }

        @Override
        public Set<String> optional() {
            return Set.of("token");
        }

        @Override
        public Channel create(ChannelOptions options) {
            String name = options.name();
            return new JsonChannel(HttpPost.of(options), notification -> body(name, notification));
        }
    }
}
