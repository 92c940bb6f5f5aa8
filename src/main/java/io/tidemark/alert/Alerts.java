package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong now, and who has been told. Safe for many threads; {@link #apply} and {@link #due} do no I/O. */
public interface Alerts {

    /** Moves the alerts' states; changes are handed to the outbox and told on other threads. */
    List<AlertChange> apply(List<Judgement> judgements);

    /** Brings what only the passing of time does: reminders, silences that end; and tells what people did since. */
    List<AlertChange> due(Instant now);

    /** Ends the alerts of rules that are not there any more; asked again with the same list, it does nothing. */
    List<AlertChange> keepOnly(List<Threshold> rules);

    /** Pending and firing alerts. */
    List<Alert> active();

    /**
     * Alerts, newest first, resolved ones included.
     *
     * @param before only alerts with a smaller id
     */
    List<Alert> list(long before, int limit);

    Optional<Alert> find(long id);

    /** How the telling is doing, by channel name. */
    Map<String, DeliveryStatus> deliveries();

    /**
     * Counts of one channel since the start.
     *
     * @param delivered changes the receiver has acknowledged
     * @param failed attempts that failed, those that are tried again included
     * @param pending changes it is still to be told of
     * @param latencySeconds seconds from the reading that broke a rule to the channel's acknowledgement, as counts per
     * upper bound of {@link #LATENCY_BOUNDS} (not cumulative, the last entry counts what is beyond)
     */
    @SuppressWarnings({"ArrayRecordComponent", "MutablePublicArray"}) // made anew for each question, read by the exports
    record DeliveryStatus(long delivered, long failed, long pending, long[] latencySeconds, double latencySum) {

        /** Upper bounds in seconds. */
        public static final double[] LATENCY_BOUNDS = {0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60};
    }
}
