package io.tidemark.alert.channel;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people are told about one change of one alert, in Prometheus' words.
 *
 * @param change id of the change; the idempotency key
 * @param labels what tells alerts apart: `alertname`, `severity`, `instance` and the labels of the series
 * @param annotations what people read: `summary`, `condition`, `cause`, `value`, `limit` in base units
 * @param startsAt when it fired
 * @param endsAt when it was resolved; null while it fires
 * @param readAt when the reading that broke the rule was taken, for the latency of telling; null when unknown
 */
public record Message(long change, SortedMap<String, String> labels, SortedMap<String, String> annotations,
        Instant startsAt, @Nullable Instant endsAt, @Nullable Instant readAt) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public static Message of(AlertChange change) {
        Alert alert = change.alert();
        Instant starts = Objects.requireNonNullElse(alert.firedAt(), change.at());
        return switch (change) {
            case AlertChange.Fired _ ->
                new Message(change.id(), labels(alert), annotations(alert), starts, null, alert.breachReadAt());
            case AlertChange.Resolved _ ->
                new Message(change.id(), labels(alert), annotations(alert), starts, change.at(), null);
        };
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws RuntimeException when the text is not the JSON of a message
     */
    public static Message parse(String json) {
        return JSON.readValue(json, Message.class);
    }

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    boolean resolved() {
        return endsAt != null;
    }

    private static SortedMap<String, String> labels(Alert alert) {
        SortedMap<String, String> labels = new TreeMap<>(alert.labels().values());
        labels.put("alertname", alert.threshold());
        labels.put("severity", alert.severity().word());
        labels.put("instance", alert.instance());
        return labels;
    }

    private static SortedMap<String, String> annotations(Alert alert) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put("summary", alert.reason());
        annotations.put("condition", alert.condition());
        if (alert.causes() != null) {
            annotations.put("cause", alert.causes().sentence());
        }
        putNumber(annotations, "value", alert.value());
        putNumber(annotations, "limit", alert.limit());
        return annotations;
    }

    private static void putNumber(SortedMap<String, String> annotations, String name, @Nullable Double number) {
        if (number != null) {
            annotations.put(name, Double.isFinite(number)
                    ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                    : number.toString());
        }
    }
}
