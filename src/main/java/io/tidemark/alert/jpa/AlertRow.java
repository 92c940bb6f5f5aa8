package io.tidemark.alert.jpa;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Attention;
import io.tidemark.metric.Labels;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.SeriesSelector.LabelMatcher;
import io.tidemark.threshold.Severity;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One alert in the store. */
@Entity
@Table(name = "alert")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class AlertRow {

    private static final int TEXT = 4000;

    @Id
    private Long id;
    @Column(name = "instance")
    private String instance;
    @Column(name = "threshold_name")
    private String threshold;
    @Column(name = "condition_text", length = TEXT)
    private String condition;
    @Column(name = "labels", length = 1_000_000)
    private String labels;
    @Enumerated(EnumType.STRING)
    @Column(name = "state", columnDefinition = "varchar(16)")
    private AlertState state;
    @Enumerated(EnumType.STRING)
    @Column(name = "severity", columnDefinition = "varchar(16)")
    private Severity severity;
    @Column(name = "reason", length = TEXT)
    private String reason;
    @Column(name = "started_at")
    private Instant startedAt;
    @Column(name = "fired_at")
    private @Nullable Instant firedAt;
    @Column(name = "resolved_at")
    private @Nullable Instant resolvedAt;
    @Column(name = "reading")
    private @Nullable Double reading;
    @Column(name = "limit_reading")
    private @Nullable Double limitReading;
    @Column(name = "breach_read_at")
    private @Nullable Instant breachReadAt;
    @Column(name = "causes", length = CausesText.LONGEST)
    private @Nullable String causes;
    @Column(name = "channels", length = 100_000)
    private String channels;
    @Column(name = "revision")
    private long revision;
    @Embedded
    private @Nullable AttentionColumns attention;

    protected AlertRow() {}

    /** @param revision id of the change that made it what it is */
    AlertRow(long revision, Alert alert, List<String> channels) {
        id = alert.id();
        instance = alert.instance();
        threshold = alert.threshold();
        condition = shorten(alert.condition());
        labels = storable(alert.labels().toString());
        startedAt = alert.startedAt();
        this.channels = "";
        put(revision, alert, channels);
    }

    /** Takes over what the alert has become, unless the row is already further. */
    boolean advance(long next, Alert alert, List<String> channels) {
        boolean further = next > revision;
        if (further) {
            put(next, alert, channels);
        }
        return further;
    }

    private void put(long next, Alert alert, List<String> told) {
        revision = next;
        attention = new AttentionColumns(alert.attention());
        state = alert.state();
        severity = alert.severity();
        reason = shorten(alert.reason());
        firedAt = alert.firedAt();
        resolvedAt = alert.resolvedAt();
        reading = alert.value();
        limitReading = alert.limit();
        breachReadAt = alert.breachReadAt();
        causes = CausesText.of(alert.causes());
        channels = told.isEmpty() ? channels : String.join(",", told);
    }

    Alert alert() {
        return new Alert(id, instance, threshold, condition, parse(labels), state, severity, reason, startedAt,
                firedAt, resolvedAt, reading, limitReading, breachReadAt,
                attention == null ? Attention.NONE : attention.attention(), CausesText.parse(causes));
    }

    List<String> channels() {
        return channels.isEmpty() ? List.of() : List.of(channels.split(","));
    }

    private static String shorten(String text) {
        return storable(text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…");
    }

    /** PostgreSQL refuses the character 0 in a text, and one such label must not hold up the journal for ever. */
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    private static Labels parse(String text) {
        return Labels.of(SeriesSelector.parse("labels" + text).matchers().stream()
                .collect(Collectors.toMap(LabelMatcher::label, LabelMatcher::value)));
    }
}
