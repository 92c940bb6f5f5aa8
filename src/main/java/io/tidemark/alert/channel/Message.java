package io.tidemark.alert.channel;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people are told about one change of one alert, in Prometheus' words.
 *
 * @param change id of the change
 * @param alert id of the alert: the same for all its changes
 * @param labels what tells alerts apart: `alertname`, `severity`, `instance` and the labels of the series
 * @param annotations what people read: `summary`, `condition`, `cause`, `value`, `limit` in base units
 * @param startsAt when it fired
 * @param endsAt when it was resolved; null while it fires
 * @param readAt when the reading that broke the rule was taken, for the latency of telling; null when unknown
 */
public record Message(long change, long alert, SortedMap<String, String> labels,
        SortedMap<String, String> annotations, Instant startsAt, @Nullable Instant endsAt, @Nullable Instant readAt) {

    /** The label with the name of the rule. */
    public static final String NAME = "alertname";
    /** The label with the severity. */
    public static final String SEVERITY = "severity";
    /** The label with the name of this instance. */
    public static final String INSTANCE = "instance";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> OURS = Set.of(NAME, SEVERITY, INSTANCE);
    private static final Set<String> NUMBERS = Set.of("value", "limit");

    public static Message of(AlertChange change) {
        Alert alert = change.alert();
        Instant starts = Objects.requireNonNullElse(alert.firedAt(), change.at());
        return switch (change) {
            case AlertChange.Fired _ ->
                new Message(change.id(), alert.id(), labels(alert), annotations(alert), starts, null, readAt(alert));
            case AlertChange.Reminded _,AlertChange.Noted _ ->
                new Message(change.id(), alert.id(), labels(alert), annotations(alert), starts, null, null);
            case AlertChange.Resolved _ ->
                new Message(change.id(), alert.id(), labels(alert), annotations(alert), starts, change.at(), null);
        };
    }

    /** That an alert still fires, which is no change. */
    public static Message firing(Alert alert) {
        return new Message(0, alert.id(), labels(alert), annotations(alert),
                Objects.requireNonNullElse(alert.firedAt(), alert.startedAt()), null, null);
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

    /** Whether it is over. */
    public boolean resolved() {
        return endsAt != null;
    }

    /** What was silenced is told late on purpose. */
    private static @Nullable Instant readAt(Alert alert) {
        return alert.attention().silenced() == null ? alert.breachReadAt() : null;
    }

    String status() {
        return resolved() ? "resolved" : "firing";
    }

    /** Of the rule. */
    public String name() {
        return labels.getOrDefault(NAME, "");
    }

    String severity() {
        return labels.getOrDefault(SEVERITY, "");
    }

    String instance() {
        return labels.getOrDefault(INSTANCE, "");
    }

    String summary() {
        return annotations.getOrDefault("summary", "");
    }

    /** What is to be read beside the summary: the condition and whatever else is in words. */
    SortedMap<String, String> notes() {
        SortedMap<String, String> notes = new TreeMap<>(annotations);
        notes.keySet().removeAll(NUMBERS);
        notes.remove("summary");
        return notes;
    }

    /** The labels of the series alone. */
    Labels series() {
        SortedMap<String, String> own = new TreeMap<>(labels);
        own.keySet().removeAll(OURS);
        return Labels.of(own);
    }

    /** The labels people route by. */
    static SortedMap<String, String> labels(Alert alert) {
        return labels(alert.threshold(), alert.severity(), alert.instance(), alert.labels());
    }

    static SortedMap<String, String> labels(String rule, Severity severity, String instance, Labels series) {
        SortedMap<String, String> labels = new TreeMap<>(series.values());
        labels.put(NAME, rule);
        labels.put(SEVERITY, severity.word());
        labels.put(INSTANCE, instance);
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
