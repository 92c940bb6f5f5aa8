package io.tidemark.history;

import io.tidemark.history.store.Tier;
import io.tidemark.metric.LatencyReader;

/** Answers for latencies over time from the coarsest tier that is exact, so that a year is answered at once. */
final class LatencyQueries {

    private final TieredRuns runs;

    LatencyQueries(TieredRuns runs) {
        this.runs = runs;
    }

    LatencyHistory latency(LatencyQuery query) {
        Tier tier = Tier.fitting(query.start().toEpochMilli(), query.step().toMillis());
        try (LatencyReader reader = new LatencyReader()) {
            LatencySteps steps = new LatencySteps(query, reader);
            runs.show(query.probe(), query.start(), query.end(), tier, steps::add);
            return steps.answer();
        }
    }
}
