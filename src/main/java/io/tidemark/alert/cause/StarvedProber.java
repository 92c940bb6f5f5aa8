package io.tidemark.alert.cause;

import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The prober itself did not get to run; what it measured says little of the target. */
final class StarvedProber implements Diagnosis {

    private static final double LATE_SECONDS = 0.05;
    private static final double HELD_BACK = 0.05;
    private static final double STRENGTH = 0.88;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return evidence.run().flatMap(run -> Optional.ofNullable(how(run)).map(how -> Finding.said(STRENGTH,
                "the prober was starved, " + answered(evidence, run) + " (" + how + ")",
                evidence.ofRun(run, ProbeMeasure.MEAN))));
    }

    private static @Nullable String how(Run run) {
        Conditions host = run.conditions();
        Double throttled = host.throttledSeconds();
        if (throttled != null && throttled >= HELD_BACK * run.took().toNanos() / 1e9) {
            return "its container's limit held it back for " + Figure.seconds(throttled);
        }
        Double late = host.lagSeconds();
        return late != null && late >= LATE_SECONDS
                ? "a mere timer of its own was " + Figure.seconds(late) + " late"
                : null;
    }

    /** Half of the operations are rarely hit by a pause, so that their median shows what the target does by itself. */
    private static String answered(Evidence evidence, Run run) {
        Double usual = evidence.ofRun(run, ProbeMeasure.MEAN).usual();
        return usual != null && run.successes() > 0 && run.latency().percentile(50) <= 2 * usual
                ? run.target() + " answered as usual"
                : "and it cannot be told how " + run.target() + " answered";
    }
}
