package io.tidemark.threshold;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that read one source. Most are about single series: those are found by the series an observation brings,
 * so that a thousand rules on a thousand series are a thousand judgements, not a million comparisons of labels.
 */
final class Audience {

    /** Series come and go; what is remembered of them does not grow for ever. */
    private static final int MOST_SERIES = 20_000;

    private final List<RuleState> whole = new ArrayList<>();
    private final Map<String, List<RuleState>> singles = new HashMap<>();
    private final Map<Series, List<RuleState>> bySeries = new HashMap<>();

    void add(RuleState state) {
        if (state.isSingle()) {
            singles.computeIfAbsent(state.metric(), _ -> new ArrayList<>()).add(state);
        } else {
            whole.add(state);
        }
    }

    void judge(Observation observation, Moment now, List<Judgement> judged) {
        boolean skipped = observation.outcome() instanceof Outcome.Skipped;
        if (skipped || !whole.isEmpty()) {
            Brought brought = Brought.by(observation);
            whole.forEach(state -> state.judge(brought, now, judged));
            if (skipped) {
                singles.values().forEach(states -> states.forEach(state -> state.judge(brought, now, judged)));
                return;
            }
        }
        for (Sample sample : observation.samples()) {
            for (RuleState state : concerned(sample.series())) {
                state.judge(sample, observation, now, judged);
            }
        }
        singles.values().forEach(states -> states.forEach(state -> state.look(observation, now, judged)));
    }

    private List<RuleState> concerned(Series series) {
        List<RuleState> known = bySeries.get(series);
        if (known != null) {
            return known;
        }
        if (bySeries.size() >= MOST_SERIES) {
            bySeries.clear();
        }
        List<RuleState> found = singles.getOrDefault(series.metric(), List.of()).stream()
                .filter(state -> state.isAbout(series)).toList();
        bySeries.put(series, found);
        return found;
    }
}
