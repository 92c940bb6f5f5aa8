package io.tidemark.threshold;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** When each source was last heard of, on the ticker. */
final class Arrivals {

    /** Input older than this many intervals of its source is no input. */
    private static final int INTERVALS = 3;

    private final Sources sources;
    private final Map<String, Long> nanos = new HashMap<>();
    /** When each began to be heard of without a gap. */
    private final Map<String, Long> steadySince = new HashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();

    Arrivals(Sources sources) {
        this.sources = sources;
    }

    void note(Observation observation, Moment now) {
        if (isInput(observation)) {
            if (isSilent(observation.source(), now)) {
                steadySince.put(observation.source(), now.nanos());
            }
            nanos.put(observation.source(), now.nanos());
        }
        if (!(observation.outcome() instanceof Outcome.Skipped)) {
            outcomes.put(observation.source(), observation.outcome());
        }
    }

    /** A source that could not take anything has not been heard of; one that was skipped on purpose has. */
    static boolean isInput(Observation observation) {
        boolean brought = observation.runOrNull() != null || !observation.samples().isEmpty();
        return switch (observation.outcome()) {
            case Outcome.Failed _,Outcome.TimedOut _ -> brought;
            case Outcome.Succeeded _,Outcome.Violated _,Outcome.Skipped _ -> true;
        };
    }

    /** The one in force. */
    Optional<Duration> interval(String source) {
        return sources.find(source).map(Source::interval);
    }

    Optional<Duration> patience(String source) {
        return interval(source).map(every -> every.multipliedBy(INTERVALS));
    }

    /** Why a source is of no use now; empty while it is: it was heard of lately, and its last attempt succeeded. */
    Optional<String> trouble(String source, Moment now) {
        Outcome last = outcomes.get(source);
        if (last == null) {
            return Optional.of(source + " has not been observed yet");
        }
        if (isSilent(source, now)) {
            return Optional.of(source + " is silent");
        }
        return last instanceof Outcome.Succeeded
                ? Optional.empty()
                : Optional.of(source + " is in trouble: " + last.reason());
    }

    /** Whether a source has been heard of for longer than that without a gap. */
    boolean isSteadyFor(Duration length, String source, Moment now) {
        Long since = steadySince.get(source);
        return !isSilent(source, now) && (since == null || now.since(since).compareTo(length) > 0);
    }

    /** Whoever sends results does so whenever it likes, and is never silent. */
    boolean isSilent(String source, Moment now) {
        Long heard = nanos.get(source);
        return patience(source).filter(patience -> heard == null || now.since(heard).compareTo(patience) > 0)
                .isPresent();
    }
}
