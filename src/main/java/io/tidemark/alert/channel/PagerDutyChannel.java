package io.tidemark.alert.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.metric.Secret;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Triggers and resolves at PagerDuty, one event an alert; firing and resolved carry the same key. Source: PagerDuty's
 * documentation, Events API v2.
 */
final class PagerDutyChannel implements Channel {

    static final String DEFAULT_URL = "https://events.pagerduty.com/v2/enqueue";
    /** At one message each 20 s, the rate after a burst, these are 60 events a minute. */
    static final int EVENTS = 20;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_SUMMARY = 1_024;

    private final HttpPost http;
    private final Secret routingKey;

    PagerDutyChannel(HttpPost http, Secret routingKey) {
        this.http = http;
        this.routingKey = routingKey;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Delivery delivery = new Delivery.Delivered();
        for (Message message : notification.messages()) {
            Delivery one = http.send(key(notification, message), event(message, routingKey.value()));
            if (one instanceof Delivery.Retry) {
                return one;
            }
            delivery = one instanceof Delivery.Delivered ? delivery : one;
        }
        return delivery;
    }

    @Override
    public String preview(Notification notification) {
        return notification.messages().stream()
                .map(message -> http.preview(key(notification, message), event(message, routingKey.toString())))
                .collect(Collectors.joining("\n\n"));
    }

    @Override
    public int most() {
        return EVENTS;
    }

    @Override
    public String toString() {
        return http.address().toString();
    }

    private static String key(Notification notification, Message message) {
        return notification.messages().size() == 1
                ? notification.key()
                : notification.key() + "/" + message.change();
    }

    static String event(Message message, String routingKey) {
        String dedupKey = message.alert() + "-" + Fingerprint.of(message.labels());
        return JSON.writeValueAsString(message.resolved()
                ? new Event(routingKey, "resolve", dedupKey, null, null)
                : new Event(routingKey, "trigger", dedupKey, "Tidemark", payload(message)));
    }

    private static Payload payload(Message message) {
        Map<String, String> details = new TreeMap<>(message.labels());
        details.putAll(message.annotations());
        return new Payload(Digest.shortened(Digest.headline(message), LONGEST_SUMMARY), message.instance(),
                message.severity().equals("critical") ? "critical" : "warning", message.startsAt().toString(),
                message.name(), details);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Event(@JsonProperty("routing_key") String routingKey,
            @JsonProperty("event_action") String eventAction, @JsonProperty("dedup_key") String dedupKey,
            @Nullable String client, @Nullable Payload payload) {}

    private record Payload(String summary, String source, String severity, String timestamp,
            @JsonProperty("class") String kind, @JsonProperty("custom_details") Map<String, String> customDetails) {}

    /** Takes the `routing-key` of an integration, and another `url` where the account is not in the United States. */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "pagerduty";
        }

        @Override
        public Set<String> required() {
            return Set.of("routing-key");
        }

        @Override
        public Set<String> optional() {
            return Set.of("url");
        }

        @Override
        public Channel create(ChannelOptions options) {
            String key = options.required("routing-key");
            if (!key.matches("[A-Za-z0-9]{32}")) {
                throw new IllegalArgumentException(options.key("routing-key")
                        + " must be the 32 letters and digits of an integration of Events API v2");
            }
            return new PagerDutyChannel(HttpPost.of(options.withDefault("url", DEFAULT_URL)), new Secret(key));
        }
    }
}
