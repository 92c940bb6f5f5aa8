package io.tidemark.threshold;

import io.tidemark.metric.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * Says whether a rule's breaches are told now: not outside its hours, not right after the start, not while the source
 * it needs is in trouble. Measuring and judging go on, and what is over is told whenever it is.
 */
record Muting(Terms terms, Arrivals arrivals, Moment started) {

    Optional<String> reason(Moment now) {
        if (terms.equals(Terms.NONE)) {
            return Optional.empty();
        }
        return grace(now).or(() -> outside(now))
                .or(() -> Optional.ofNullable(terms.needs()).flatMap(source -> arrivals.trouble(source, now)));
    }

    private Optional<String> grace(Moment now) {
        Duration grace = terms.grace();
        return grace != null && now.since(started.nanos()).compareTo(grace) < 0
                ? Optional.of("the service has not run for " + Durations.text(grace) + " yet")
                : Optional.empty();
    }

    private Optional<String> outside(Moment now) {
        Hours hours = terms.hours();
        return hours == null || hours.include(now.at()) ? Optional.empty() : Optional.of("it is not " + hours);
    }
}
