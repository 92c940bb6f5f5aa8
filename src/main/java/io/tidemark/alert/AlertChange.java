package io.tidemark.alert;

import io.tidemark.alert.cause.Causes;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something people are told: an alert fired or resolved. */
public sealed interface AlertChange {

    /** Time-ordered; the idempotency key of its messages. */
    long id();

    Alert alert();

    Instant at();

    /** The rule has been broken for as long as it demands. */
    record Fired(long id, Alert alert, Instant at) implements AlertChange {}

    /** The condition holds again, or the rule is gone. */
    record Resolved(long id, Alert alert, Instant at) implements AlertChange {}

    /**
     * An alert as it stood when it changed.
     *
     * @param id of the alert: from pending to resolved it stays the same
     * @param breachReadAt when the reading that broke the rule was taken
     * @param causes what moved with it, as it looked when the alert came about; null when nobody looked
     */
    record Alert(long id, String instance, String threshold, String condition, Labels labels, AlertState state,
            Severity severity, String reason, Instant startedAt, @Nullable Instant firedAt,
            @Nullable Instant resolvedAt, @Nullable Double value, @Nullable Double limit,
            @Nullable Instant breachReadAt, @Nullable Causes causes) {

        public Alert because(Causes because) {
            return new Alert(id, instance, threshold, condition, labels, state, severity, reason, startedAt, firedAt,
                    resolvedAt, value, limit, breachReadAt, because);
        }
    }
}
