package io.tidemark.threshold;

import io.tidemark.metric.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of the rule language, parsed; absent parts are null. Prints as it is written.
 *
 * @param forDuration how long the condition must be false without interruption
 * @param share in how many of the last observations it must be false
 * @param clear the level at which a breach that counts is over
 */
record Rule(@Nullable String name, Condition condition, @Nullable Duration forDuration, @Nullable Share share,
        @Nullable Limit clear, @Nullable Severity severity, Terms terms) {

    Rule withoutGrace() {
        return new Rule(name, condition, forDuration, share, clear, severity, terms.withoutGrace());
    }

    /** `in 3 of 5`. */
    record Share(int hits, int of) {
        @Override
        public String toString() {
            return hits + " of " + of;
        }
    }

    @Override
    public String toString() {
        return (name == null ? "" : name + ": ") + condition
                + (forDuration == null ? "" : " for " + Durations.text(forDuration))
                + (share == null ? "" : " in " + share) + (clear == null ? "" : " clear " + clear)
                + (severity == null ? "" : " as " + severity.word()) + terms;
    }
}
