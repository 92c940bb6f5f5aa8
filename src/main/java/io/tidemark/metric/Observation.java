package io.tidemark.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Everything one source saw at one instant.
 *
 * @param instance which Tidemark took it
 * @param source name of the {@link Source}
 * @param at the one instant all samples carry
 * @param took how long the taking lasted
 * @param samples readings of a sampler; empty for probes, whose readings are in the run
 * @param runOrNull the execution, when the source is a probe and ran
 */
public record Observation(String instance, String source, Instant at, Duration took, Outcome outcome,
        List<Sample> samples, @Nullable Run runOrNull) {

    public Observation {
        samples = List.copyOf(samples);
    }

    public static Observation of(String instance, String source, Instant at, Duration took, List<Sample> samples) {
        return new Observation(instance, source, at, took, new Outcome.Succeeded(), samples, null);
    }

    public static Observation of(Run run) {
        return new Observation(run.instance(), run.probe(), run.startedAt(), run.took(), run.outcome(), List.of(), run);
    }

    /** Nothing was seen, for the reason the outcome gives. */
    public static Observation without(String instance, String source, Instant at, Outcome outcome) {
        return without(instance, source, at, Duration.ZERO, outcome);
    }

    /** Nothing was seen, and it took a while. */
    public static Observation without(String instance, String source, Instant at, Duration took, Outcome outcome) {
        return new Observation(instance, source, at, took, outcome, List.of(), null);
    }

    public Optional<Run> run() {
        return Optional.ofNullable(runOrNull);
    }
}
