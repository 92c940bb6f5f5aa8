package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Unit;
import io.tidemark.threshold.Condition.Comparison;
import io.tidemark.threshold.TrialResult.Firing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the alerts that judgements would have meant: one begins when a breach counts and ends when the rule holds. */
final class Firings {

    private final Threshold rule;
    private final Map<Labels, Firing> open = new HashMap<>();
    private final List<Firing> first = new ArrayList<>();
    private @Nullable Instant dataFrom;
    private long judgements;
    private int fired;
    private Duration firing = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private @Nullable Double worst;

    Firings(Threshold rule) {
        this.rule = rule;
    }

    void seen(Instant at) {
        if (dataFrom == null) {
            dataFrom = at;
        }
    }

    void take(List<Judgement> judged) {
        for (Judgement judgement : judged) {
            judgements++;
            Labels labels = judgement.labels();
            Firing before = open.get(labels);
            if (judgement.counts()) {
                open.put(labels, before == null ? begun(judgement) : goingOn(before, judgement));
            } else if (before != null && judgement.verdict() instanceof Verdict.Ok) {
                open.remove(labels);
                end(before, judgement.at());
            }
        }
    }

    private Firing begun(Judgement judgement) {
        fired++;
        return new Firing(judgement.labels(), judgement.at(), null, judgement.value(), judgement.verdict().reason());
    }

    private Firing goingOn(Firing before, Judgement judgement) {
        return new Firing(before.labels(), before.from(), null, worse(before.worst(), judgement.value()),
                before.reason());
    }

    private void end(Firing over, Instant at) {
        count(new Firing(over.labels(), over.from(), at, over.worst(), over.reason()), at);
    }

    private void count(Firing over, Instant until) {
        Duration took = Duration.between(over.from(), until);
        firing = firing.plus(took);
        longest = took.compareTo(longest) > 0 ? took : longest;
        worst = worse(worst, over.worst());
        if (first.size() < TrialResult.MOST) {
            first.add(over);
        }
    }

    /** The one further on the wrong side; of two sides that must be equal, the later. */
    private @Nullable Double worse(@Nullable Double one, @Nullable Double other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (!(rule.condition() instanceof Comparison comparison)) {
            return Math.max(one, other);
        }
        return switch (comparison.operator()) {
            case LESS, AT_MOST -> Math.max(one, other);
            case MORE, AT_LEAST -> Math.min(one, other);
            case EQUAL, UNEQUAL -> other;
        };
    }

    /**
     * To be called once, at the end.
     *
     * @param until up to where there was time to look
     * @param wanted up to where it should have been
     */
    TrialResult result(Instant start, Instant until, Instant wanted, String resolution) {
        int going = open.size();
        List.copyOf(open.values()).forEach(still -> count(still, until));
        String cut = until.isBefore(wanted) ? "; looked at only until " + until + ", for that took long enough" : "";
        return new TrialResult(rule, start, until, dataFrom, resolution, judgements, fired, firing, longest, worst,
                List.copyOf(first), sentence(Duration.between(start, until), going) + cut);
    }

    private String sentence(Duration length, int going) {
        String when = " in " + spoken(length);
        if (dataFrom == null) {
            return "there is nothing" + when + " that it could be tried on";
        }
        if (fired == 0) {
            return "would not have fired" + when;
        }
        return "would have fired " + (fired == 1 ? "once" : fired + " times") + when + ", " + spoken(firing) + " in all"
                + (going == 0 ? "" : ", and would be firing at the end") + worstText();
    }

    private String worstText() {
        Unit unit = rule.condition().unit();
        return worst == null ? "" : "; worst: " + Figures.text(worst, unit);
    }

    private static String spoken(Duration length) {
        if (length.toDays() >= 2) {
            return length.toDays() + " days";
        }
        if (length.toHours() >= 2) {
            return length.toHours() + " h";
        }
        return length.toMinutes() >= 2 ? length.toMinutes() + " min" : Figures.text(length);
    }
}
