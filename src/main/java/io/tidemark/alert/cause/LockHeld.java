package io.tidemark.alert.cause;

import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.Optional;

/** Somebody held a lock that the probe, or others on the same server, had to wait for. */
final class LockHeld implements Diagnosis {

    private static final String WAITING = "server.locks.waiting";
    private static final double TOLD_BY_THE_SERVER = 0.96;
    private static final double SEEN = 0.92;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return evidence.run().flatMap(run -> refused(evidence, run).or(() -> waited(evidence, run)));
    }

    private static Optional<Finding> refused(Evidence evidence, Run run) {
        long without = evidence.errors("lock");
        return without == 0
                ? Optional.empty()
                : Optional.of(Finding.said(TOLD_BY_THE_SERVER, "a lock was held on " + run.target() + ": " + without
                        + (without == 1 ? " operation" : " operations") + " did not get it within the limit"
                        + waiting(evidence).map(LockHeld::told).orElse(""),
                        evidence.ofRun(run, ProbeMeasure.ERROR_RATE)));
    }

    private static Optional<Finding> waited(Evidence evidence, Run run) {
        return waiting(evidence).filter(Moved::isUnusual).filter(_ -> evidence.phase(run, "execute").isNotUsual())
                .map(moved -> Finding.seen(SEEN,
                        "a lock was held on " + run.target() + ": execute waits" + told(moved), moved));
    }

    private static Optional<Moved> waiting(Evidence evidence) {
        return evidence.ofServer(WAITING).filter(moved -> moved.value() > 0);
    }

    private static String told(Moved waiting) {
        long locks = Math.max(1, Math.round(waiting.value()));
        return ", " + locks + (locks == 1 ? " lock" : " locks") + " waited for";
    }
}
