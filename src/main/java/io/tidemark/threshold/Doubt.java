package io.tidemark.threshold;

import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a run that broke a rule about time says something of the target at all, or only that the machine was
 * busy or the prober starved. Failures and violations are never doubted.
 */
final class Doubt {

    private static final double STOLEN = 0.10;
    private static final double HELD_BACK = 0.05;
    private static final double STOOD_STILL = 0.10;
    private static final double LATE_SECONDS = 0.05;
    private static final Set<String> OF_TIME = Set.of("throughput", "duration", "cold", "pool_wait", "speedup");

    private Doubt() {}

    /** Why a broken comparison says nothing; empty when it stands. */
    static Optional<String> about(Run run, String measure, Operator operator, double value, double limit) {
        boolean latency = ProbeMeasure.named(measure).filter(ProbeMeasure::isLatency).isPresent();
        return latency || OF_TIME.contains(measure)
                ? busy(run).or(() -> starved(run.conditions(), latency, operator, value, limit))
                : Optional.empty();
    }

    private static Optional<String> busy(Run run) {
        Conditions host = run.conditions();
        double took = Math.max(1e-9, run.took().toNanos() / 1e9);
        if (host.stealShare() != null && host.stealShare() >= STOLEN) {
            return said("the machine was busy: %.0f %% of its processor time was taken by other machines",
                    100 * host.stealShare());
        }
        if (host.throttledSeconds() != null && host.throttledSeconds() / took >= HELD_BACK) {
            return said("the prober was starved: its container's limit held it back for %.2f s",
                    host.throttledSeconds());
        }
        return host.gcPauseSeconds() / took >= STOOD_STILL
                ? said("the prober was starved: it stood still for %.2f s to collect garbage", host.gcPauseSeconds())
                : Optional.empty();
    }

    /** A latency is doubted when the condition would hold had it been shorter by as much as a mere timer was late. */
    private static Optional<String> starved(Conditions host, boolean latency, Operator operator, double value,
            double limit) {
        Double lag = host.lagSeconds();
        if (lag == null) {
            return Optional.empty();
        }
        boolean explains = latency ? operator.holds(Math.max(0, value - lag), limit) : lag >= LATE_SECONDS;
        return explains
                ? said("the prober was starved: a mere timer of its own was %.1f ms late", 1e3 * lag)
                : Optional.empty();
    }

    private static Optional<String> said(String sentence, double number) {
        return Optional.of(String.format(Locale.ROOT, sentence, number));
    }
}
