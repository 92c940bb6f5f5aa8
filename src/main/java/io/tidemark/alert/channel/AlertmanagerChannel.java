package io.tidemark.alert.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pushes to Alertmanager as Prometheus does, API v2. What fires is told again every 30 s with an end five minutes
 * ahead: should we be gone for longer, it ends by itself. Source: Alertmanager's OpenAPI description, postableAlerts.
 */
final class AlertmanagerChannel {

    static final Duration REFRESH = Duration.ofSeconds(30);
    static final Duration AHEAD = Duration.ofMinutes(5);

    private static final JsonMapper JSON = JsonMapper.shared();

    private AlertmanagerChannel() {}

    static String body(Notification notification, Instant now) {
        return JSON.writeValueAsString(
                notification.messages().stream().map(message -> PostableAlert.of(message, now)).toList());
    }

    private record PostableAlert(Map<String, String> labels, Map<String, String> annotations, String startsAt,
            String endsAt) {

        static PostableAlert of(Message message, Instant now) {
            return new PostableAlert(message.labels(), message.annotations(), message.startsAt().toString(),
                    end(message.startsAt(), message.endsAt(), now).toString());
        }

        /** An end before the start, as after a start with the clock set back, would be refused with everything beside it. */
        private static Instant end(Instant start, @Nullable Instant end, Instant now) {
            Instant known = end == null ? now.plus(AHEAD) : end;
            return known.isBefore(start) ? start : known;
        }
    }

    /** Takes Alertmanager's own address as `url` and, where something in front of it wants one, a `token`. */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "alertmanager";
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
            InstantSource clock = new SteadyClock(InstantSource.system(), System::nanoTime);
            return new JsonChannel(HttpPost.of(options).below("/api/v2/alerts"),
                    notification -> body(notification, clock.instant()), Notification.MOST, Optional.of(REFRESH));
        }
    }
}
