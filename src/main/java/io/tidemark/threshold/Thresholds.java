package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** All rules and what they say now. Safe for many threads; no I/O. */
public interface Thresholds {

    List<Threshold> rules();

    /**
     * Goes on with breaches that counted when the service ended: each is over only when what is seen from now on suffices
     * to say so. To be called once, before anything is judged.
     */
    void resume(Collection<OpenBreach> breaches);

    /**
     * A breach that counted in an earlier life of the service.
     *
     * @param rule its name
     * @param labels of the series
     * @param readAt when the reading that broke the rule was taken
     */
    record OpenBreach(String rule, Labels labels, Instant readAt) {}

    /** Judges the rules that read this observation's source; call after the history has taken it in. */
    List<Judgement> judge(Observation observation);

    /** Judges the rules whose deadline has passed without an observation: `for` elapsed, data missing; a series that is forgotten gets a last OK. */
    List<Judgement> due(Instant now);

    /** What every rule says now, for every series it matches; a rule without any series has one NO_DATA. */
    List<Judgement> current();
}
