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
     * Goes on with breaches of when the service ended: one that counted is over only when what is seen from now on suffices
     * to say so. A series that is not seen again although all that could bring it are well gets a last OK after an hour. To
     * be called once, before anything is judged.
     */
    void resume(Collection<OpenBreach> breaches);

    /**
     * A breach in an earlier life of the service.
     *
     * @param rule its name
     * @param labels of the series
     * @param readAt when the reading that broke the rule was taken
     * @param counts whether it had lasted for as long as the rule demands
     */
    record OpenBreach(String rule, Labels labels, Instant readAt, boolean counts) {}

    /** Judges the rules that read this observation's source; call after the history has taken it in. */
    List<Judgement> judge(Observation observation);

    /** Judges the rules whose deadline has passed without an observation: `for` elapsed, data missing; a series that is forgotten gets a last OK. */
    List<Judgement> due(Instant now);

    /** What every rule says now, for every series it matches; a rule without any series has one NO_DATA. */
    List<Judgement> current();
}
