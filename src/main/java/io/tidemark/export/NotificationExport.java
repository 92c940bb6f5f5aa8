package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.alert.Telling;
import io.tidemark.alert.Telling.DeliveryStatus;

/** Whether people are being told, and how soon. */
record NotificationExport(Telling telling) implements Contributor {

    @Override
    public void contribute(Families families) {
        telling.counts().forEach((channel, status) -> add(families, Labels.of("channel", channel), status));
    }

    private static void add(Families families, Labels labels, DeliveryStatus status) {
        families.counter("tidemark_notifications", "Attempts to deliver a message, failed ones included", labels,
                status.delivered() + status.failed());
        families.counter("tidemark_notifications_failed", "Attempts to deliver a message that failed", labels,
                status.failed());
        families.gauge("tidemark_notifications_pending", "Messages waiting to be delivered", labels,
                status.pending());
        families.histogram("tidemark_notification_latency_seconds",
                "Time from the reading that broke a threshold to the acknowledged message", labels,
                DeliveryStatus.LATENCY_BOUNDS, status.latencySeconds(), status.latencySum());
    }
}
