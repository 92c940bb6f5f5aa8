package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import java.time.Instant;
import java.util.List;

/** What is wrong now, and who has been told. Safe for many threads; {@link #apply} and {@link #due} do no I/O. */
public interface Alerts {

    /** Moves the alerts' states; changes are handed to the outbox and told on other threads. */
    List<AlertChange> apply(List<Judgement> judgements);

    /** Brings what only the passing of time does: reminders, silences that end; and tells what people did since. */
    List<AlertChange> due(Instant now);

    /** Ends the alerts of rules that are not there any more; asked again with the same list, it does nothing. */
    List<AlertChange> keepOnly(List<Threshold> rules);

    /** Pending and firing alerts, newest first. */
    List<Alert> active();
}
