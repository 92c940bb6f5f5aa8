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

    private static final Set<String> OF_TIME = Set.of("throughput", "duration", "cold", "pool_wait", "speedup");

    private Doubt() {}

    /** Whether it is a measure that a busy machine changes. */
    static boolean concerns(String measure) {
        return isLatency(measure) || OF_TIME.contains(measure);
    }

    /** Why a broken comparison says nothing; empty when it stands. */
    static Optional<String> about(Run run, String measure, Operator operator, double value, double limit) {
        Conditions host = run.conditions();
        return concerns(measure)
                ? host.busy(run.took()).or(() -> starved(host, isLatency(measure), operator, value, limit))
                : Optional.empty();
    }

    /** A latency is doubted when the condition would hold had it been shorter by as much as a mere timer was late. */
    private static Optional<String> starved(Conditions host, boolean latency, Operator operator, double value,
            double limit) {
        Double lag = host.lagSeconds();
        if (lag == null || !(latency ? operator.holds(Math.max(0, value - lag), limit) : host.late())) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT,
                "the prober was starved: a mere timer of its own was %.1f ms late", 1e3 * lag));
    }

    private static boolean isLatency(String measure) {
        return ProbeMeasure.named(measure).filter(ProbeMeasure::isLatency).isPresent();
    }
}
