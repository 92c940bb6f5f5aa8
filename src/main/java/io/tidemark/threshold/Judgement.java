package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.threshold.Condition.Comparison;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What one rule says about one series.
 *
 * @param labels of the series on the left, which tell the rule's judgements apart
 * @param at when it was judged
 * @param since since when the verdict is of this kind
 * @param pendingUntil when the breach will have lasted for the rule's `for`; null when it has none or it has elapsed
 * @param muted why a breach is not told: outside the rule's hours, or without what it needs; null when it is told
 * @param value the left side, in base units; null when unknown
 * @param limit the right side, in base units; null when unknown
 * @param firstBreachReadAt when the reading that broke the rule was taken; null unless breached, now or
 *        when it could last be told
 */
public record Judgement(Threshold threshold, Labels labels, Verdict verdict, Instant at, Instant since,
        @Nullable Instant pendingUntil, @Nullable String muted, @Nullable Double value, @Nullable Double limit,
        @Nullable Instant firstBreachReadAt) {

    /** Selector of the judged series, or of the nearest one that can be drawn: `probe.p95{probe="orders-read"}`. */
    public String match() {
        Measure measure = threshold.condition().measure();
        // Before the first value the series is known only as far as the rule names it.
        Labels known = labels.isEmpty() ? measure.ref().labels() : labels;
        return SeriesSelector.of(measure.drawn(), known).toString();
    }

    /**
     * Breached, for as long as the rule demands, and not muted: counts for status, health and alerts. It goes on to
     * count while nothing that can be trusted says otherwise.
     */
    public boolean counts() {
        return switch (verdict) {
            case Verdict.Breached _ -> pendingUntil == null && muted == null;
            case Verdict.Inconclusive _ -> pendingUntil == null && muted == null && firstBreachReadAt != null;
            case Verdict.Ok _,Verdict.NoData _ -> false;
        };
    }

    /**
     * How much of the limit is used: the value over the limit where less is demanded, the limit over the value where
     * more is; over 1 is always a breach. Empty for `==` and `!=`, and when a side is unknown, negative or a divisor
     * of zero.
     */
    public OptionalDouble usage() {
        if (value == null || limit == null || !(threshold.condition() instanceof Comparison comparison)) {
            return OptionalDouble.empty();
        }
        return switch (comparison.operator()) {
            case LESS, AT_MOST -> ratio(value, limit);
            case MORE, AT_LEAST -> ratio(limit, value);
            case EQUAL, UNEQUAL -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble ratio(double used, double whole) {
        return used >= 0 && whole > 0 ? OptionalDouble.of(used / whole) : OptionalDouble.empty();
    }
}
