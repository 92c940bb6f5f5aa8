package io.tidemark.collect;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Alerts;
import io.tidemark.history.History;
import io.tidemark.metric.Observation;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Thresholds;
import io.tidemark.threshold.Thresholds.OpenBreach;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The path of one measurement: kept, judged, told. Called by many threads; waits for no disk, store or network. */
public final class Pipeline {

    private final History history;
    private final Thresholds thresholds;
    private final Alerts alerts;
    private final List<Listener> listeners;

    public Pipeline(History history, Thresholds thresholds, Alerts alerts, List<Listener> listeners) {
        this.history = history;
        this.thresholds = thresholds;
        this.alerts = alerts;
        this.listeners = List.copyOf(listeners);
    }

    /** Lets rules go on with what was broken when the service ended; to be called once, before anything is accepted. */
    void resume() {
        thresholds.resume(alerts.active().stream().map(Pipeline::breach).toList());
    }

    private static OpenBreach breach(Alert alert) {
        Instant readAt = alert.breachReadAt() == null ? alert.startedAt() : alert.breachReadAt();
        return new OpenBreach(alert.threshold(), alert.labels(), readAt, alert.state() == AlertState.FIRING);
    }

    /** Takes an observation the whole way. */
    public void accept(Observation observation) {
        history.append(observation);
        // One step: an older verdict must not overtake a newer one on its way to the alerts or to those who listen.
        synchronized (this) {
            List<Judgement> judgements = thresholds.judge(observation);
            tell(observation, judgements, alerts.apply(judgements));
        }
    }

    /** Judges and tells what is due without an observation: a `for` that has elapsed, missing data, reminders, rules that went. */
    public void tick(Instant now) {
        synchronized (this) {
            List<AlertChange> ended = alerts.keepOnly(thresholds.rules());
            List<Judgement> judgements = thresholds.due(now);
            List<AlertChange> changes = alerts.apply(judgements);
            tell(null, judgements, Stream.of(ended, changes, alerts.due(now)).flatMap(List::stream).toList());
        }
    }

    private void tell(@Nullable Observation observation, List<Judgement> judgements, List<AlertChange> changes) {
        listeners.forEach(listener -> listener.accepted(observation, judgements, changes));
    }
}
