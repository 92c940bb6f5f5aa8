package io.tidemark.alert;

import io.tidemark.alert.cause.Causes;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to an alert, of which people are told, but for what they did themselves. */
public sealed interface AlertChange {

    /** Time-ordered; the idempotency key of its messages. */
    long id();

    Alert alert();

    Instant at();

    default Kind kind() {
        return switch (this) {
            case Fired _ -> Kind.FIRED;
            case Reminded _ -> Kind.REMINDED;
            case Noted _ -> Kind.NOTED;
            case Resolved _ -> Kind.RESOLVED;
        };
    }

    /** Which change it is, as it is written down. */
    enum Kind {
        FIRED,
        REMINDED,
        NOTED,
        RESOLVED;

        /** Makes one. */
        public AlertChange of(long id, Alert alert, Instant at) {
            return switch (this) {
                case FIRED -> new Fired(id, alert, at);
                case REMINDED -> new Reminded(id, alert, at);
                case NOTED -> new Noted(id, alert, at);
                case RESOLVED -> new Resolved(id, alert, at);
            };
        }
    }

    /** The rule has been broken for as long as it demands. */
    record Fired(long id, Alert alert, Instant at) implements AlertChange {}

    /** It still fires, and people were told of it long ago. */
    record Reminded(long id, Alert alert, Instant at) implements AlertChange {}

    /** It is silenced or acknowledged, or no longer: shown, and told to nobody. */
    record Noted(long id, Alert alert, Instant at) implements AlertChange {}

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
            @Nullable Instant breachReadAt, Attention attention, @Nullable Causes causes) {

        @SuppressWarnings("RedundantNullCheck") // absent in what earlier versions have journalled
        public Alert {
            attention = attention == null ? Attention.NONE : attention;
        }

        /** Nobody has done anything about it. */
        public Alert(long id, String instance, String threshold, String condition, Labels labels, AlertState state,
                Severity severity, String reason, Instant startedAt, @Nullable Instant firedAt,
                @Nullable Instant resolvedAt, @Nullable Double value, @Nullable Double limit,
                @Nullable Instant breachReadAt) {
            this(id, instance, threshold, condition, labels, state, severity, reason, startedAt, firedAt, resolvedAt,
                    value, limit, breachReadAt, Attention.NONE, null);
        }

        Alert with(Attention next) {
            return new Alert(id, instance, threshold, condition, labels, state, severity, reason, startedAt, firedAt,
                    resolvedAt, value, limit, breachReadAt, next, causes);
        }

        /** As a judgement finds it broken. */
        Alert fired(Judgement judgement, Instant since) {
            return new Alert(id, instance, threshold, condition, labels, AlertState.FIRING,
                    judgement.threshold().severity(), judgement.verdict().reason(), startedAt, since, null,
                    judgement.value(), judgement.limit(), judgement.firstBreachReadAt(), attention, causes);
        }

        Alert resolved(String why, @Nullable Double last, @Nullable Double bound, Instant at) {
            return new Alert(id, instance, threshold, condition, labels, AlertState.RESOLVED, severity, why, startedAt,
                    firedAt, at, last, bound, breachReadAt, attention.outOfSilence(at), causes);
        }

        /** With what moved with it. */
        public Alert because(@Nullable Causes because) {
            return new Alert(id, instance, threshold, condition, labels, state, severity, reason, startedAt, firedAt,
                    resolvedAt, value, limit, breachReadAt, attention, because);
        }
    }
}
