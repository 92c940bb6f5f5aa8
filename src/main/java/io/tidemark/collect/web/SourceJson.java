package io.tidemark.collect.web;

import io.tidemark.collect.Status.SourceStatus;
import io.tidemark.collect.Tally;
import io.tidemark.metric.Source;
import io.tidemark.metric.Source.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source as listed.
 *
 * @param outcome of the last observation; null before the first
 * @param tookSeconds how long the last observation lasted; null before the first and when it was skipped
 * @param everySeconds interval as configured
 * @param intervalSeconds interval in force; longer while the source is slowed to keep the overhead within its budget
 * @param failures observations since the start that brought nothing
 * @param processorSeconds processor time an observation takes in the mean; null where it is not counted
 */
record SourceJson(String name, Kind kind, @Nullable String outcome, @Nullable Instant observedAt,
        @Nullable Double ageSeconds, @Nullable Double tookSeconds, String reason, double everySeconds,
        double intervalSeconds, long failures, @Nullable Double processorSeconds) {

    static SourceJson of(SourceStatus status, Tally tally) {
        Source source = status.source();
        return new SourceJson(source.name(), source.description().kind(),
                status.last().map(o -> o.outcome().code()).orElse(null), status.last().map(o -> o.at()).orElse(null),
                status.age().map(age -> age.toMillis() / 1e3).orElse(null),
                status.last().map(ObservationJson::tookSeconds).orElse(null),
                status.last().map(o -> o.outcome().reason()).orElse("not measured yet"),
                source.description().every().toMillis() / 1e3, source.interval().toMillis() / 1e3, tally.failures(),
                tally.taken() == 0
                        ? null
                        : source.spent().map(all -> all.toNanos() / 1e9 / tally.taken()).orElse(null));
    }
}
