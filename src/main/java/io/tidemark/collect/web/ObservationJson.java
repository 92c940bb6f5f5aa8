package io.tidemark.collect.web;

import io.tidemark.history.RunJson;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Source.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one source saw at one instant, as the event stream shows it.
 *
 * @param tookSeconds how long the taking lasted; null when nothing was taken
 */
record ObservationJson(String source, Kind kind, Instant at, @Nullable Double tookSeconds, String outcome,
        String reason, List<SampleJson> samples, @Nullable RunJson run) {

    static ObservationJson of(Observation observation, Kind kind) {
        return new ObservationJson(observation.source(), kind, observation.at(), tookSeconds(observation),
                observation.outcome().code(), observation.outcome().reason(), samples(observation),
                observation.run().map(RunJson::of).orElse(null));
    }

    static List<SampleJson> samples(Observation observation) {
        return observation.samples().stream()
                .map(s -> new SampleJson(s.series().metric(), s.series().labels().values(), s.value())).toList();
    }

    /** Null for an observation that never began, such as a skipped one. */
    static @Nullable Double tookSeconds(Observation observation) {
        return observation.took().isZero() ? null : observation.took().toNanos() / 1e9;
    }

    record SampleJson(String metric, Map<String, String> labels, double value) {}
}
