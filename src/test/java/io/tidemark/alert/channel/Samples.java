package io.tidemark.alert.channel;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Changes of alerts to write messages of. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static final Labels LABELS = Labels.of("probe", "orders-read");

    private Samples() {}

    static Alert alert(Severity severity) {
        return alert(42, "orders-p99", LABELS, severity, AlertState.FIRING, "p99 is 312 ms");
    }

    static Notification firing() {
        return Notification.of(List.of(fired(43, alert(Severity.CRITICAL))), List.of());
    }

    static Notification resolved() {
        return Notification.of(List.of(resolved(44, 42)), List.of());
    }

    /** One that is over, one that fires, and one whose labels and reason would like to be more than text. */
    static Notification several() {
        Alert hostile = alert(47, "disk", Labels.of("mountpoint", "/a&b\n<!channel>\r\nBcc: x@x.example"),
                Severity.WARNING, AlertState.FIRING, "<https://evil.example|free> & \"full\"");
        return Notification.of(List.of(resolved(44, 42), fired(46, alert(45, "cpu", Labels.NONE, Severity.CRITICAL,
                AlertState.FIRING, "utilisation is 97 %")), fired(48, hostile)), List.of());
    }

    /** So many that not all can be shown. */
    static Notification many() {
        return Notification.of(LongStream.range(0, 30)
                .mapToObj(i -> fired(100 + i, alert(1000 + i, "r" + i, Labels.NONE, Severity.WARNING,
                        AlertState.FIRING, "p95 is 12 ms")))
                .toList(), List.of(200L, 201L));
    }

    private static Message fired(long change, Alert alert) {
        return Message.of(new AlertChange.Fired(change, alert, NOW));
    }

    private static Message resolved(long change, long id) {
        return Message.of(new AlertChange.Resolved(change,
                alert(id, "orders-p99", LABELS, Severity.CRITICAL, AlertState.RESOLVED, "p99 is 180 ms"),
                NOW.plusSeconds(30)));
    }

    private static Alert alert(long id, String rule, Labels labels, Severity severity, AlertState state,
            String reason) {
        return new Alert(id, "web-1", rule, "p99 < 250ms", labels, state, severity, reason, NOW.minusSeconds(120), NOW,
                null, 0.312, 0.25, NOW.minusMillis(40));
    }
}
