package io.tidemark.threshold;

import io.tidemark.metric.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a breach of a rule is told, and what missing data means to it; absent parts are null. Prints as it is written.
 *
 * @param absence what missing data means
 * @param grace how long after the start of the service nothing is told
 * @param needs the source without which a breach says nothing
 * @param hours when it is told
 */
record Terms(@Nullable Absence absence, @Nullable Duration grace, @Nullable String needs, @Nullable Hours hours) {

    static final Terms NONE = new Terms(null, null, null, null);

    /** What a rule makes of missing data. */
    enum Absence {
        /** The alert stays as it was. */
        KEEP("keep"),
        /** It is a breach like any other. */
        BREACH("breach");

        final String word;

        Absence(String word) {
            this.word = word;
        }
    }

    Terms withoutGrace() {
        return new Terms(absence, null, needs, hours);
    }

    boolean absenceBreaks() {
        return absence == Absence.BREACH;
    }

    @Override
    public String toString() {
        return (absence == null ? "" : " no data " + absence.word)
                + (grace == null ? "" : " grace " + Durations.text(grace)) + (needs == null ? "" : " needs " + needs)
                + (hours == null ? "" : " during " + hours);
    }
}
