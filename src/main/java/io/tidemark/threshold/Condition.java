package io.tidemark.threshold;

import io.tidemark.metric.Durations;
import io.tidemark.metric.Unit;
import java.time.Duration;

/** A parsed condition: what must hold; breached when false. Prints as it is written. */
public sealed interface Condition {

    /** The unit both sides are in. */
    default Unit unit() {
        return measure().unit();
    }

    /** Its left side. */
    Measure measure();

    /** Two sides that compare in a certain way. */
    record Comparison(Measure measure, Operator operator, Limit limit) implements Condition {
        @Override
        public String toString() {
            return measure + " " + operator + " " + limit;
        }
    }

    /** Something that must have been seen lately. */
    record Presence(Measure measure, Duration within) implements Condition {

        /** Of the time since it was last seen. */
        @Override
        public Unit unit() {
            return Unit.SECONDS;
        }

        @Override
        public String toString() {
            return measure + " present within " + Durations.text(within);
        }
    }
}
