package io.tidemark.alert;

import io.tidemark.alert.Telling.DeliveryStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts how the telling by one channel goes. */
final class DeliveryCounts {

    private static final double[] BOUNDS = DeliveryStatus.LATENCY_BOUNDS;

    private final long[] latencies = new long[BOUNDS.length + 1];
    private long delivered;
    private long failed;
    private double latencySum;

    /** @param latency from the breaking reading to the acknowledgement; null when the message is of no breach */
    synchronized void delivered(@Nullable Duration latency) {
        delivered++;
        if (latency != null) {
            double seconds = Math.max(0, latency.toNanos() / 1e9);
            latencySum += seconds;
            latencies[bucket(seconds)]++;
        }
    }

    synchronized void failed() {
        failed++;
    }

    synchronized DeliveryStatus status(long pending) {
        return new DeliveryStatus(delivered, failed, pending, latencies.clone(), latencySum);
    }

    private static int bucket(double seconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
