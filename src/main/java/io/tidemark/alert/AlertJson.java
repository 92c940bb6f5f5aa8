package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.cause.Causes.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as REST answers and the event stream show it; the id as text, value and limit in base units.
 *
 * @param cause the sentence about why it came about
 * @param causes readings that moved with it
 */
public record AlertJson(String id, String instance, String threshold, String condition, AlertState state,
        String severity, Instant startedAt, @Nullable Instant firedAt, @Nullable Instant resolvedAt, String reason,
        Map<String, String> labels, @Nullable Double value, @Nullable Double limit,
        @Nullable String cause, List<Cause> causes) {

    public static AlertJson of(Alert alert) {
        Causes causes = alert.causes();
        return new AlertJson(Long.toString(alert.id()), alert.instance(), alert.threshold(), alert.condition(),
                alert.state(), alert.severity().name(), alert.startedAt(), alert.firedAt(), alert.resolvedAt(),
                alert.reason(), alert.labels().values(), alert.value(), alert.limit(),
                causes == null ? null : causes.sentence(), causes == null ? List.of() : causes.moved());
    }
}
