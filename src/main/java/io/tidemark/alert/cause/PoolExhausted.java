package io.tidemark.alert.cause;

import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.Optional;

/** Operations waited for one of our own connections rather than for the target. */
final class PoolExhausted implements Diagnosis {

    private static final String WAIT = "pool_wait";
    private static final double MOST_OF_THE_TIME = 0.5;
    private static final double SURE = 0.95;
    /** Where operations themselves have become slow, the connections they hold are short for that reason. */
    private static final double MAYBE = 0.6;
    private static final double SLOWER = 3;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return evidence.run().flatMap(run -> refused(evidence, run).or(() -> waited(evidence, run)));
    }

    private static Optional<Finding> refused(Evidence evidence, Run run) {
        long without = evidence.errors("pool");
        return without == 0
                ? Optional.empty()
                : Optional.of(Finding.said(SURE, "the pool was exhausted: " + without + " of " + run.attempts()
                        + " operations on " + run.target() + " got no connection in time",
                        evidence.ofRun(run, ProbeMeasure.ERROR_RATE)));
    }

    private static Optional<Finding> waited(Evidence evidence, Run run) {
        double share = Evidence.share(run, WAIT);
        Moved wait = evidence.phase(run, WAIT);
        return share < MOST_OF_THE_TIME || !wait.isUnusual()
                ? Optional.empty()
                : Optional.of(Finding.seen(isSlower(evidence, run) ? MAYBE : SURE,
                        "slow because the pool was exhausted: wait is " + Figure.share(share) + " of the time", wait));
    }

    private static boolean isSlower(Evidence evidence, Run run) {
        Moved execute = evidence.phase(run, "execute");
        return execute.usual() != null && execute.isUnusual() && execute.value() > SLOWER * execute.usual();
    }
}
