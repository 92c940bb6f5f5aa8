package io.tidemark.collect.web;

import io.tidemark.collect.Status.ResultStatus;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last result of another tool under a name.
 *
 * @param format of the file it came in; null before the first
 * @param run id of the run it became; null before the first
 * @param outcome null before the first
 * @param observedAt when it came; null before the first
 * @param figures those that any tool may tell, as far as this one does, by the words that rules use
 */
record ResultLineJson(String name, @Nullable String format, @Nullable String run, @Nullable String outcome,
        @Nullable Instant observedAt, @Nullable Double ageSeconds, String reason, Map<String, Double> figures) {

    static ResultLineJson of(ResultStatus result) {
        Optional<Observation> last = result.last();
        Optional<Run> run = last.flatMap(Observation::run);
        return new ResultLineJson(result.name(), run.map(Run::workload).orElse(null),
                run.map(known -> Long.toString(known.id())).orElse(null),
                last.map(known -> known.outcome().code()).orElse(null), last.map(Observation::at).orElse(null),
                result.age().map(age -> age.toMillis() / 1e3).orElse(null),
                last.map(known -> known.outcome().reason()).orElse("none has come yet"),
                run.map(ResultLineJson::figures).orElse(Map.of()));
    }

    private static Map<String, Double> figures(Run run) {
        Map<String, Double> figures = new LinkedHashMap<>();
        ProbeMeasure.ofResults().forEach(measure -> ProbeMeasure.value(run, measure.measure(), Labels.NONE)
                .ifPresent(value -> figures.put(measure.measure(), value)));
        return figures;
    }
}
