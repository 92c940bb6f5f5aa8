package io.tidemark.threshold;

import io.tidemark.metric.Durations;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Condition.Comparison;
import io.tidemark.threshold.Condition.Presence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rule asks of each series: whether two sides compare, or whether it has been seen at all. */
sealed interface Question {

    static Question of(Threshold threshold) {
        return switch (threshold.condition()) {
            case Comparison comparison -> new Compared(comparison,
                    threshold.rule().clear() == null
                            ? null
                            : new Comparison(comparison.measure(), comparison.operator(), threshold.rule().clear()),
                    threshold.rule().terms().absenceBreaks());
            case Presence presence -> new Seen(presence);
        };
    }

    Measure measure();

    /** What series are compared with. */
    Stream<Measure> rights();

    /** All it refers to. */
    default List<Measure> measures() {
        return Stream.concat(Stream.of(measure()), rights()).toList();
    }

    /** Answers as things are now. */
    Answers at(Inputs inputs, Moment now);

    /** How long nothing need be heard of a series before it counts as missing; empty for ever. */
    Optional<Duration> patience(String source, Arrivals arrivals);

    /**
     * What it means that a series has not been seen.
     *
     * @param seen when it was last seen, as a sentence
     * @param expected how often it should be, as the end of that sentence
     */
    Finding missing(String seen, Duration ago, String expected);

    /** What a value that is unknown means once its source has had time to bring one. */
    Finding inTime(Finding finding);

    /** Whether a series that is gone is still asked about. */
    boolean outlives();

    /** The answers to a question at one moment. */
    interface Answers {

        /** Whether an observation brought something that the series is compared with. */
        boolean isTouchedBy(Brought brought, Labels series);

        Finding answer(Point point, Memory before);
    }

    /**
     * Whether a value compares with a limit.
     *
     * @param clear what must hold before a breach that counts is over; null for the condition itself
     * @param absenceBreaks whether missing data is a breach
     */
    record Compared(Comparison comparison, @Nullable Comparison clear, boolean absenceBreaks) implements Question {

        @Override
        public Measure measure() {
            return comparison.measure();
        }

        @Override
        public Stream<Measure> rights() {
            return Stream.of(Optional.of(comparison), Optional.ofNullable(clear)).flatMap(Optional::stream)
                    .flatMap(one -> Sides.rightOf(one).stream());
        }

        @Override
        public Answers at(Inputs inputs, Moment now) {
            Sides sides = Sides.at(comparison, inputs, now);
            return clear == null ? sides : new Hysteresis(sides, Sides.at(clear, inputs, now));
        }

        @Override
        public Optional<Duration> patience(String source, Arrivals arrivals) {
            return arrivals.patience(source);
        }

        @Override
        public Finding missing(String seen, Duration ago, String expected) {
            String reason = seen + expected;
            return absenceBreaks ? new Finding.Absent(reason, null, null) : new Finding.Missing(reason);
        }

        @Override
        public Finding inTime(Finding finding) {
            return absenceBreaks && finding instanceof Finding.Missing(String reason)
                    ? new Finding.Absent(reason, null, null)
                    : finding;
        }

        @Override
        public boolean outlives() {
            return absenceBreaks;
        }
    }

    /** Whether there has been a value lately. */
    record Seen(Presence presence) implements Question {

        @Override
        public Measure measure() {
            return presence.measure();
        }

        @Override
        public Stream<Measure> rights() {
            return Stream.empty();
        }

        @Override
        public Answers at(Inputs inputs, Moment now) {
            return new Answers() {
                @Override
                public boolean isTouchedBy(Brought brought, Labels series) {
                    return false;
                }

                @Override
                public Finding answer(Point point, Memory before) {
                    Value value = inputs.value(measure(), point);
                    return value instanceof Value.Known || value instanceof Value.Unread
                            ? new Finding.Holds(Reason.of(() -> measure().spoken(point.labels()) + " was seen"), 0,
                                    presence.within().toMillis() / 1e3)
                            : new Finding.Skipped(measure().spoken(point.labels()) + " had no value");
                }
            };
        }

        @Override
        public Optional<Duration> patience(String source, Arrivals arrivals) {
            return Optional.of(presence.within());
        }

        @Override
        public Finding missing(String seen, Duration ago, String expected) {
            return new Finding.Absent(seen + ", must be present within " + Durations.text(presence.within()),
                    ago.toNanos() / 1e9, presence.within().toMillis() / 1e3);
        }

        @Override
        public Finding inTime(Finding finding) {
            return finding;
        }

        @Override
        public boolean outlives() {
            return true;
        }
    }

    /** A breach that counts is over only where the clear level holds. */
    record Hysteresis(Sides sides, Sides clear) implements Answers {

        @Override
        public boolean isTouchedBy(Brought brought, Labels series) {
            return sides.isTouchedBy(brought, series) || clear.isTouchedBy(brought, series);
        }

        @Override
        public Finding answer(Point point, Memory before) {
            Finding finding = sides.answer(point, before);
            if (!(finding instanceof Finding.Holds(Reason reason, double value, double limit)
                    && before.isInBreach())) {
                return finding;
            }
            String level = clear.level();
            return switch (clear.answer(point, before)) {
                case Finding.Holds _ -> finding;
                case Finding.Missing missing -> missing;
                case Finding.Unread unread -> unread;
                case Finding.Broken _,Finding.Doubtful _,Finding.Absent _,Finding.Skipped _ ->
                    new Finding.Broken(Reason.of(() -> reason + ", and " + level + " for the breach to be over"),
                            value, limit);
            };
        }
    }
}
