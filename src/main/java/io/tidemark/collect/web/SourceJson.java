package io.tidemark.collect.web;

import io.tidemark.collect.Status.SourceStatus;
import io.tidemark.metric.Source.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source as listed.
 *
 * @param outcome of the last observation; null before the first
 * @param tookSeconds how long the last observation lasted; null before the first and when it was skipped
 */
record SourceJson(String name, Kind kind, @Nullable String outcome, @Nullable Instant observedAt,
        @Nullable Double ageSeconds, @Nullable Double tookSeconds, String reason, double everySeconds) {

    static SourceJson of(SourceStatus status) {
        var description = status.source().description();
        return new SourceJson(status.source().name(), description.kind(),
                status.last().map(o -> o.outcome().code()).orElse(null), status.last().map(o -> o.at()).orElse(null),
                status.age().map(age -> age.toMillis() / 1e3).orElse(null),
                status.last().map(ObservationJson::tookSeconds).orElse(null),
                status.last().map(o -> o.outcome().reason()).orElse("not measured yet"),
                description.every().toMillis() / 1e3);
    }
}
