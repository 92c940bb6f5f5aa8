package io.tidemark.collect;

import io.tidemark.alert.AlertChange;
import io.tidemark.metric.Observation;
import io.tidemark.threshold.Judgement;
import java.util.List;

/** Sees what has gone through the pipeline, after it has: the event stream, the exports. Must not wait or throw. */
public interface Listener {

    /**
     * Sees one step of the pipeline.
     *
     * @param observation null when a deadline was judged rather than an observation
     */
    void accepted(@org.jspecify.annotations.Nullable Observation observation, List<Judgement> judgements,
            List<AlertChange> changes);
}
