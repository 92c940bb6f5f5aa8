package io.tidemark.sampling;

import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a source of a sampler: one instant per observation, and failures as values. */
final class SamplerSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(SamplerSource.class);
    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(2);
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(10);

    private final Sampler sampler;
    private final Budget.Pace pace;
    private final String instance;
    private final InstantSource clock;
    private final Description description;
    private List<String> known = List.of();

    SamplerSource(Sampler sampler, Budget.Pace pace, InstanceName instance, InstantSource clock) {
        this.sampler = sampler;
        this.pace = pace;
        this.instance = instance.value();
        this.clock = clock;
        this.description = new Description(Kind.SAMPLER, pace.usual(), "sampler." + sampler.name(), sampler.metrics(),
                sampler.rules());
    }

    @Override
    public String name() {
        return sampler.name();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public Duration interval() {
        return pace.interval();
    }

    /** An interval, within bounds that a busy machine does not break and people do not wait for. */
    @Override
    public Optional<Duration> deadline() {
        Duration interval = pace.interval();
        return Optional.of(interval.compareTo(SHORTEST_DEADLINE) < 0
                ? SHORTEST_DEADLINE
                : interval.compareTo(LONGEST_DEADLINE) > 0 ? LONGEST_DEADLINE : interval);
    }

    @Override
    public Optional<Duration> spent() {
        return Optional.of(pace.spent());
    }

    @Override
    public synchronized Observation observe() {
        Instant at = clock.instant();
        long start = System.nanoTime();
        Readings readings = read(at);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (readings.samples().isEmpty() && !readings.failures().isEmpty()) {
            return Observation.without(instance, name(), at, took, failure(readings));
        }
        return Observation.of(instance, name(), at, took, readings.samples());
    }

    private Readings read(Instant at) {
        Readings readings = new Readings(at);
        pace.count(() -> readings.part(() -> sampler.read(readings)));
        tellOnce(readings.failures());
        return readings;
    }

    private Outcome failure(Readings readings) {
        return new Outcome.Failed(name() + " could not be read: " + readings.failures().getFirst());
    }

    private void tellOnce(List<String> failures) {
        if (!failures.equals(known)) {
            failures.stream().filter(f -> !known.contains(f)).forEach(f -> LOG.info("part of {} is missing: {}",
                    name(), f));
            known = List.copyOf(failures);
        }
    }
}
