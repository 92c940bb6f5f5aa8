package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.cause.Causes;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * A pending or firing alert.
 *
 * @param channels who was told that it fires; empty while pending
 */
record OpenAlert(Alert alert, List<String> channels) {

    static OpenAlert pending(long id, String instance, Judgement judgement) {
        Verdict verdict = judgement.verdict();
        return new OpenAlert(new Alert(id, instance, judgement.threshold().name(),
                judgement.threshold().condition().toString(), judgement.labels(), AlertState.PENDING,
                judgement.threshold().severity(), verdict.reason(), judgement.since(), null, null, judgement.value(),
                judgement.limit(), judgement.firstBreachReadAt(), null), List.of());
    }

    /** With what moves with it; what was known as its cause before is kept when now none is. */
    OpenAlert because(Causes causes) {
        return new OpenAlert(alert.because(causes.orElse(alert.causes())), channels);
    }

    OpenAlert fired(Judgement judgement, List<String> told) {
        return new OpenAlert(new Alert(alert.id(), alert.instance(), alert.threshold(), alert.condition(),
                alert.labels(), AlertState.FIRING, judgement.threshold().severity(), judgement.verdict().reason(),
                alert.startedAt(), judgement.at(), null, judgement.value(), judgement.limit(),
                judgement.firstBreachReadAt(), alert.causes()), told);
    }

    Alert resolved(Judgement judgement) {
        return new Alert(alert.id(), alert.instance(), alert.threshold(), alert.condition(), alert.labels(),
                AlertState.RESOLVED, alert.severity(), judgement.verdict().reason(), alert.startedAt(),
                alert.firedAt(), judgement.at(), judgement.value(), judgement.limit(), alert.breachReadAt(),
                alert.causes());
    }

    /** Over for another reason than the condition holding again: the last values stay. */
    Alert resolved(String reason, Instant at) {
        return new Alert(alert.id(), alert.instance(), alert.threshold(), alert.condition(), alert.labels(),
                AlertState.RESOLVED, alert.severity(), reason, alert.startedAt(), alert.firedAt(), at, alert.value(),
                alert.limit(), alert.breachReadAt(), alert.causes());
    }
}
