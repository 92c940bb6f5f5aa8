package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.cause.Causes;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A pending or firing alert.
 *
 * @param channels who was told that it fires; empty while nobody was
 * @param broken whether the last judgement of it in this life said that it is broken and counts
 * @param calmSince from when on the wait for the next reminder counts, on the ticker
 */
record OpenAlert(Alert alert, List<String> channels, boolean broken, long calmSince) {

    static OpenAlert pending(long id, String instance, Judgement judgement) {
        Verdict verdict = judgement.verdict();
        return new OpenAlert(new Alert(id, instance, judgement.threshold().name(),
                judgement.threshold().condition().toString(), judgement.labels(), AlertState.PENDING,
                judgement.threshold().severity(), verdict.reason(), judgement.since(), null, null, judgement.value(),
                judgement.limit(), judgement.firstBreachReadAt()), List.of(), false, 0);
    }

    /** With what moves with it; what was known as its cause before is kept when now none is. */
    OpenAlert because(Causes causes) {
        return new OpenAlert(alert.because(causes.orElse(alert.causes())), channels, broken, calmSince);
    }

    /** As an earlier life left it: how long ago people were told, only the clock can say, which may have been set. */
    static OpenAlert restored(Alert alert, List<String> channels, Duration remind, Instant now, long nanos) {
        Instant calm = alert.attention().calmSince();
        Duration ago = calm == null || calm.isAfter(now) ? Duration.ZERO : Duration.between(calm, now);
        Duration waited = ago.compareTo(remind) > 0 ? remind : ago;
        return new OpenAlert(alert, channels, false, nanos - waited.toNanos());
    }

    boolean fires() {
        return alert.state() == AlertState.FIRING;
    }

    boolean wasTold() {
        return alert.attention().wasTold();
    }

    OpenAlert seen(Judgement judgement) {
        boolean now = judgement.verdict() instanceof Verdict.Breached && judgement.counts();
        return now == broken ? this : new OpenAlert(alert, channels, now, calmSince);
    }

    /** One that was silenced goes on since when it fired. */
    OpenAlert fired(Judgement judgement) {
        Instant since = alert.firedAt() == null ? judgement.at() : alert.firedAt();
        return new OpenAlert(alert.fired(judgement, since), channels, true, calmSince);
    }

    OpenAlert told(Instant at, long nanos, List<String> who) {
        return new OpenAlert(alert.with(alert.attention().outOfSilence(at).told(at)), who, broken, nanos);
    }

    OpenAlert under(Silence silence, Instant at) {
        return with(alert.attention().under(silence, at));
    }

    /** Reminders begin anew: right after a silence nobody is told again. */
    OpenAlert outOfSilence(Instant at, long nanos) {
        return new OpenAlert(alert.with(alert.attention().outOfSilence(at)), channels, broken, nanos);
    }

    OpenAlert with(Attention attention) {
        return new OpenAlert(alert.with(attention), channels, broken, calmSince);
    }

    Alert resolved(Judgement judgement) {
        return alert.resolved(judgement.verdict().reason(), judgement.value(), judgement.limit(), judgement.at());
    }

    /** Over for another reason than the condition holding again: the last values stay. */
    Alert resolved(String reason, Instant at) {
        return alert.resolved(reason, alert.value(), alert.limit(), at);
    }
}
