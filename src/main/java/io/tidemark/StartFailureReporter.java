package io.tidemark;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints why the service cannot start as what it is: one sentence. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        System.err.println("Tidemark cannot start. " + analysis.getDescription());
    }
}
