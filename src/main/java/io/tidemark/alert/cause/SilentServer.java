package io.tidemark.alert.cause;

import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.Optional;
import java.util.Set;

/** The server did not answer at all, or from some moment on no more. */
final class SilentServer implements Diagnosis {

    private static final Set<String> SILENT = Set.of("timeout", "connect");
    private static final double WHOLLY = 0.97;
    private static final double PARTLY = 0.8;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return evidence.run().filter(run -> !run.errors().isEmpty() && SILENT.containsAll(run.errors().keySet()))
                .map(run -> Finding.said(run.successes() == 0 ? WHOLLY : PARTLY, sentence(run),
                        evidence.ofRun(run, ProbeMeasure.ERROR_RATE)));
    }

    private static String sentence(Run run) {
        if (run.successes() > 0) {
            return run.target() + " did not answer " + run.failures() + " of " + run.attempts() + " operations in time";
        }
        String how = run.errors().containsKey("connect") ? "gone or out of reach" : "frozen or gone";
        return "the server does not answer: " + how + " (" + run.outcome().reason() + ")";
    }
}
