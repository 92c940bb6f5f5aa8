package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.Attention.Silenced;
import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.cause.Causes.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as REST answers and the event stream show it; ids as text, value and limit in base units.
 *
 * @param toldAt when people were last told that it fires; null while they were not
 * @param silencedBy the last silence it fell under; null when there was none
 * @param acknowledgement who looks after it; null while nobody does
 * @param cause the sentence about why it came about
 * @param causes readings that moved with it
 */
public record AlertJson(String id, String instance, String threshold, String condition, AlertState state,
        String severity, Instant startedAt, @Nullable Instant firedAt, @Nullable Instant resolvedAt, String reason,
        Map<String, String> labels, @Nullable Double value, @Nullable Double limit, @Nullable Instant toldAt,
        @Nullable SilencedJson silencedBy, @Nullable Acknowledgement acknowledgement, @Nullable String cause,
        List<Cause> causes) {

    /**
     * A silence as an alert remembers it.
     *
     * @param until null while it holds
     */
    public record SilencedJson(String id, String author, String comment, Instant since, @Nullable Instant until) {

        static @Nullable SilencedJson of(@Nullable Silenced silenced) {
            return silenced == null
                    ? null
                    : new SilencedJson(Long.toString(silenced.silence()), silenced.author(), silenced.comment(),
                            silenced.since(), silenced.until());
        }
    }

    public static AlertJson of(Alert alert) {
        Causes causes = alert.causes();
        return new AlertJson(Long.toString(alert.id()), alert.instance(), alert.threshold(), alert.condition(),
                alert.state(), alert.severity().name(), alert.startedAt(), alert.firedAt(), alert.resolvedAt(),
                alert.reason(), alert.labels().values(), alert.value(), alert.limit(),
                alert.attention().toldAt(), SilencedJson.of(alert.attention().silenced()),
                alert.attention().acknowledged(),
                causes == null ? null : causes.sentence(), causes == null ? List.of() : causes.moved());
    }
}
