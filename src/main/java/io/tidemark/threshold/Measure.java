package io.tidemark.threshold;

import io.tidemark.metric.Durations;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Unit;
import java.time.Duration;

/** The left side of a condition. Prints as written. */
sealed interface Measure {

    Ref ref();

    Unit unit();

    /** The metric without selector and window, for messages about it. */
    String subject();

    /** As it stands in a sentence. */
    String spoken(Labels series);

    /** How far back it looks. */
    Duration reach();

    /** Name of the metric whose points show best how this moves. */
    default String drawn() {
        return ref().metric().name();
    }

    /** The newest value. */
    record Now(Ref ref) implements Measure {
        @Override
        public Unit unit() {
            return ref.metric().unit();
        }

        @Override
        public String subject() {
            return ref.metric().name();
        }

        @Override
        public Duration reach() {
            return Duration.ZERO;
        }

        @Override
        public String spoken(Labels series) {
            return ref.spoken(series);
        }

        @Override
        public String toString() {
            return ref.toString();
        }
    }

    /** What a function makes of the values of a window. */
    record Over(Aggregate aggregate, Ref ref, Duration window) implements Measure {
        @Override
        public Unit unit() {
            return aggregate.unit(ref.metric());
        }

        @Override
        public String subject() {
            return aggregate + "(" + ref.metric().name() + ")";
        }

        /** The last value says the same of however short a window. */
        @Override
        public Duration reach() {
            return aggregate == Aggregate.LAST ? Duration.ZERO : window;
        }

        @Override
        public String spoken(Labels series) {
            return aggregate + " of " + ref.spoken(series) + " over " + Durations.text(window);
        }

        /** Latencies of many runs have no points of their own; the same statistic of each run has. */
        @Override
        public String drawn() {
            return ref.metric().kind() == Kind.DISTRIBUTION
                    ? ProbeMeasure.PREFIX + aggregate.ofOneRun()
                    : ref.metric().name();
        }

        @Override
        public String toString() {
            return aggregate + "(" + ref + ", " + Durations.text(window) + ")";
        }
    }
}
