package io.tidemark.metric;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that can be observed again and again: a sampler or a probe. */
public interface Source {

    String name();

    /** What the rest of the house needs to know before the first observation; constant. */
    Description description();

    /** Takes one observation. Never throws; bounded in time by the source itself unless it has a {@link #deadline}. */
    Observation observe();

    /**
     * The interval in force: that of the description, unless the source is slowed. Changes by a factor of two at the most
     * from one observation to the next.
     */
    default Duration interval() {
        return description().every();
    }

    /** When whoever waits for an observation gives it up; empty when the source does so itself. */
    default Optional<Duration> deadline() {
        return Optional.empty();
    }

    /** Processor time of the observing threads over all observations so far; empty when it is not counted. */
    default Optional<Duration> spent() {
        return Optional.empty();
    }

    /** What failures of it are counted by, each from the start, so that the first one is an increase. */
    default List<String> failureKinds() {
        return List.of();
    }

    /** Whether a source reads what is there or makes work of its own. */
    enum Kind {
        SAMPLER,
        PROBE
    }

    /**
     * What a source says of itself.
     *
     * @param every interval between observations
     * @param lane sources of one lane are never observed at the same time (the target of a probe)
     * @param metrics what its observations may contain
     * @param rules thresholds that come with it
     */
    record Description(Kind kind, Duration every, String lane, List<Metric> metrics, List<RuleText> rules) {

        public Description {
            metrics = List.copyOf(metrics);
            rules = List.copyOf(rules);
            if (!every.isPositive()) {
                throw new IllegalArgumentException("an interval must be positive, got " + every);
            }
        }
    }
}
