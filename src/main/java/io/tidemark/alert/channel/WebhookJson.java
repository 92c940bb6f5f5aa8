package io.tidemark.alert.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of Alertmanager's webhook, version "4". Each alert is a group of its own, so that receivers which
 * deduplicate by `groupKey` keep series of one rule apart. Source: Alertmanager's documentation, webhook_config.
 */
final class WebhookJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** How Alertmanager says "not ended". */
    private static final String NOT_ENDED = "0001-01-01T00:00:00Z";
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private WebhookJson() {}

    static String body(String receiver, Message message) {
        SortedMap<String, String> labels = message.labels();
        String status = message.resolved() ? "resolved" : "firing";
        return JSON.writeValueAsString(new Body("4", groupKey(labels), 0, status, receiver, labels, labels,
                message.annotations(), "", List.of(new Alert(status, labels, message.annotations(),
                        message.startsAt().toString(),
                        message.endsAt() == null ? NOT_ENDED : message.endsAt().toString(),
                        "", fingerprint(labels)))));
    }

    private static String groupKey(SortedMap<String, String> labels) {
        return labels.entrySet().stream().map(label -> label.getKey() + "=" + JSON.writeValueAsString(label.getValue()))
                .collect(Collectors.joining(", ", "{}:{", "}"));
    }

    /** The same for the firing and the resolved message: FNV-1a over names and values, as Prometheus does. */
    static String fingerprint(SortedMap<String, String> labels) {
        long hash = FNV_OFFSET;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return "%016x".formatted(hash);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            sum = (sum ^ (b & 0xff)) * FNV_PRIME;
        }
        return (sum ^ 0xff) * FNV_PRIME;
    }

    private record Body(String version, String groupKey, int truncatedAlerts, String status, String receiver,
            Map<String, String> groupLabels, Map<String, String> commonLabels, Map<String, String> commonAnnotations,
            String externalURL, List<Alert> alerts) {}

    private record Alert(String status, Map<String, String> labels, Map<String, String> annotations, String startsAt,
            String endsAt, String generatorURL, String fingerprint) {}
}
