package io.tidemark.export;

import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Thresholds;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells load balancers and dashboards that something measured is wrong. Not for liveness or readiness: a slow database
 * is no reason to restart the one who watches it.
 */
final class ThresholdsHealth implements HealthIndicator {

    /** Works, and something it watches does not. */
    static final Status DEGRADED = new Status("DEGRADED", "a threshold is breached");

    private final Thresholds thresholds;

    ThresholdsHealth(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public Health health() {
        List<String> breached = thresholds.current().stream().filter(Judgement::counts)
                .map(judgement -> judgement.threshold().name()).distinct().sorted().toList();
        return Health.status(breached.isEmpty() ? Status.UP : DEGRADED)
                .withDetail("thresholds", thresholds.rules().size()).withDetail("breached", breached.size())
                .withDetail("names", breached).build();
    }
}
