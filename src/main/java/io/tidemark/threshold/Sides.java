package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Scale;
import io.tidemark.threshold.Condition.Comparison;
import io.tidemark.threshold.Limit.Baseline;
import io.tidemark.threshold.Limit.Constant;
import io.tidemark.threshold.Limit.Other;
import io.tidemark.threshold.Limit.Share;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right side of one condition at one moment, and its comparison with series of the left. Series join on equal
 * labels; a label that the rule itself fixes on the right, or that only one side has, does not count.
 */
record Sides(Comparison comparison, Inputs inputs, List<Point> rights, Moment now) implements Question.Answers {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static Sides at(Comparison comparison, Inputs inputs, Moment now) {
        return new Sides(comparison, inputs,
                rightOf(comparison).map(Measure::ref).map(inputs::points).orElse(List.of()),
                now);
    }

    /** What the right side refers to, if it is no number. */
    static Optional<Measure> rightOf(Comparison comparison) {
        return switch (comparison.limit()) {
            case Constant _,Baseline _ -> Optional.empty();
            case Other(Measure measure) -> Optional.of(measure);
            case Share(BigDecimal _, Measure measure) -> Optional.of(measure);
        };
    }

    /** Whether the observation brought something that the series on the left is compared with. */
    @Override
    public boolean isTouchedBy(Brought brought, Labels left) {
        return rightOf(comparison).stream()
                .anyMatch(right -> rights.stream()
                        .anyMatch(p -> brought.has(p) && joins(right.ref(), left, p.labels())));
    }

    @Override
    public Finding answer(Point left, Memory before) {
        Labels labels = left.labels();
        Value limit = limit(labels);
        return switch (inputs.value(comparison.measure(), left)) {
            case Value.NoSuccess(String reason) -> new Finding.Broken(
                    Reason.of("no operation succeeded" + (reason.isEmpty() ? "" : ": " + reason)), null,
                    known(limit));
            case Value.Unknown(String reason) -> new Finding.Missing(reason);
            case Value.Unread() -> new Finding.Unread();
            case Value.Known value -> switch (limit) {
                case Value.Known known -> doubted(left, compare(labels, value, known.number()));
                case Value.Unknown(String reason) -> new Finding.Missing(reason);
                case Value.Unread() -> new Finding.Unread();
                case Value.NoSuccess(String reason) -> new Finding.Missing(comparison.limit()
                        + " is unknown: no operation succeeded" + (reason.isEmpty() ? "" : ": " + reason));
            };
        };
    }

    /** What may as well be at its limit does not break it. */
    private Finding compare(Labels labels, Value.Known value, double limit) {
        Comparison rule = comparison;
        Reason reason = Reason.of(() -> reason(rule, labels, value, limit));
        return holds(value, limit)
                ? new Finding.Holds(reason, value.number(), limit)
                : new Finding.Broken(reason, value.number(), limit);
    }

    private boolean holds(Value.Known value, double limit) {
        return value.mayBe(limit) || comparison.operator().holds(value.number(), limit);
    }

    /** What broke the rule while the prober was starved says nothing. */
    private Finding doubted(Point left, Finding finding) {
        if (!(left instanceof Point.Probed probed && finding instanceof Finding.Broken broken && broken.value() != null
                && broken.limit() != null)) {
            return finding;
        }
        double value = broken.value();
        double limit = broken.limit();
        return doubt(probed, value, limit)
                .<Finding>map(why -> new Finding.Doubtful(broken.reason() + ", but " + why, value, limit))
                .orElse(finding);
    }

    private Optional<String> doubt(Point.Probed probed, double value, double limit) {
        return switch (comparison.measure()) {
            case Measure.Now(Ref ref) ->
                Doubt.about(probed.run(), ref.measure(), comparison.operator(), value, limit);
            case Measure.Over over -> Doubt.concerns(over.ref().measure())
                    ? disturbed(over, probed, limit)
                    : Optional.empty();
        };
    }

    /** Whether a window is broken by those of its runs alone in which the machine was busy or the prober starved. */
    private Optional<String> disturbed(Measure.Over over, Point.Probed probed, double limit) {
        return switch (inputs.undisturbed(over, probed)) {
            case Value.Known value when holds(value, limit) -> Optional.of(
                    "without the runs in which the machine was busy or the prober starved it is "
                            + observed(comparison, value, limit));
            case Value.Known _ -> Optional.empty();
            case Value.Unknown _,Value.Unread _,Value.NoSuccess _ -> Optional.of(
                    "the machine was busy or the prober starved in too many of its runs to tell");
        };
    }

    private Value limit(Labels left) {
        return switch (comparison.limit()) {
            case Constant(Quantity quantity) -> new Value.Known(quantity.value());
            case Other(Measure measure) -> joined(measure, left);
            case Share(BigDecimal percent, Measure measure) -> switch (joined(measure, left)) {
                case Value.Known whole -> new Value.Known(percent.divide(HUNDRED).doubleValue() * whole.number());
                case Value.NoSuccess none -> none;
                case Value.Unknown unknown -> unknown;
                case Value.Unread unread -> unread;
            };
            case Baseline baseline -> new Value.Unknown("'" + baseline + "' is not supported yet by this version");
        };
    }

    private Value joined(Measure measure, Labels left) {
        Ref ref = measure.ref();
        List<Point> found = rights.stream().filter(p -> joins(ref, left, p.labels())).toList();
        if (found.size() > 1) {
            found = found.stream().filter(p -> p.labels().equals(left)).toList();
        }
        if (found.isEmpty() && rights.isEmpty()) {
            return new Value.Unknown("there is no value of " + ref.spoken(ref.labels()) + " yet");
        }
        return found.size() == 1
                ? inputs.comparable(measure, found.getFirst(), now)
                : new Value.Unknown("no single series of " + ref.spoken(ref.labels()) + " belongs to "
                        + comparison.measure().ref().spoken(left));
    }

    private static boolean joins(Ref ref, Labels left, Labels right) {
        return right.values().entrySet().stream().filter(label -> !ref.labels().values().containsKey(label.getKey()))
                .allMatch(label -> left.values().getOrDefault(label.getKey(), label.getValue())
                        .equals(label.getValue()));
    }

    private static String reason(Comparison comparison, Labels labels, Value.Known value, double limit) {
        Limit right = comparison.limit();
        String resolved = Figures.text(limit, value.number(), comparison.unit(), inPercent(right));
        return comparison.measure().spoken(labels) + " is " + observed(comparison, value, limit) + ", must be "
                + comparison.operator() + " "
                + spoken(right, resolved);
    }

    private static String observed(Comparison comparison, Value.Known value, double limit) {
        boolean percent = inPercent(comparison.limit());
        return Figures.text(value.number(), limit, comparison.unit(), percent)
                + (value.growth() == null ? "" : GrowthText.bounds(value.growth(), comparison.unit(), percent));
    }

    private static boolean inPercent(Limit limit) {
        return limit instanceof Constant(Quantity quantity) && quantity.scale() == Scale.PERCENT;
    }

    /** The operator and the limit as the rule has them. */
    String level() {
        return comparison.operator() + " "
                + (comparison.limit() instanceof Constant(Quantity quantity)
                        ? quantity.spoken()
                        : comparison.limit().toString());
    }

    private static String spoken(Limit right, String resolved) {
        return switch (right) {
            case Constant(Quantity quantity) -> quantity.spoken();
            case Other(Measure measure) -> measure.spoken(measure.ref().labels()) + " (" + resolved + ")";
            case Share(BigDecimal percent, Measure measure) ->
                percent.toPlainString() + "% of " + measure.spoken(measure.ref().labels()) + " (" + resolved + ")";
            case Baseline baseline -> baseline.toString();
        };
    }

    private static @Nullable Double known(Value limit) {
        return limit instanceof Value.Known known ? known.number() : null;
    }
}
