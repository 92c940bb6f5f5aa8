package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.RuleText;
import java.io.IOException;
import java.util.List;

/** Reads one part of this machine; every bean of this type becomes a source. */
interface Sampler {

    String name();

    /** What its readings may contain. */
    List<Metric> metrics();

    /** Thresholds that come with it. */
    default List<RuleText> rules() {
        return List.of();
    }

    /** Whether this system has the figures at all; asked once. */
    default boolean offered() {
        return true;
    }

    /** Takes one reading; what was added before a failure counts. Never called twice at the same time. */
    void read(Readings readings) throws IOException;
}
