package io.tidemark.threshold;

import io.tidemark.metric.Observation;
import java.time.Instant;
import java.util.List;

/** All rules and what they say now. Safe for many threads; no I/O. */
public interface Thresholds {

    List<Threshold> rules();

    /** Judges the rules that read this observation's source; call after the history has taken it in. */
    List<Judgement> judge(Observation observation);

    /** Judges the rules whose deadline has passed without an observation: `for` elapsed, data missing; a series that is forgotten gets a last OK. */
    List<Judgement> due(Instant now);

    /** What every rule says now, for every series it matches; a rule without any series has one NO_DATA. */
    List<Judgement> current();
}
