package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.RuleText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Reads one part of this machine; every bean of this type becomes a source. Each has a thread of its own, so one that
 * blocks holds up nobody; what several of them share must be safe for threads.
 */
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

    /** Interval unless one is set: figures that are dear or change slowly are not worth a reading every second. */
    default Duration usualInterval() {
        return Duration.ZERO;
    }

    /** Whether it keeps its interval even when the readings cost more than they may. */
    default boolean essential() {
        return false;
    }

    /** Takes one reading; what was added before a failure counts. Never called twice at the same time. */
    void read(Readings readings) throws IOException;
}
