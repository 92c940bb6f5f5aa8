package io.tidemark.sampling;

import io.tidemark.metric.Names;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How this machine is read.
 *
 * @param every interval of all samplers, 100 ms to 1 minute; 1 s by default
 */
public record SamplingSettings(Duration every) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public SamplingSettings {
        every = every == null ? Duration.ofSeconds(1) : every;
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "tidemark.sampling.every must be 100ms to 1m, got " + every.toMillis() + "ms");
        }
    }

    /** Watched processes by name, and how each is found. */
    public record Processes(Map<String, ProcessSettings> byName) {

        private static final String KEY = "tidemark.processes";

        @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
        public Processes {
            byName = byName == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(byName));
            byName.forEach(Processes::check);
        }

        private static void check(String name, ProcessSettings settings) {
            Names.check(KEY, name);
            if (name.equals(ProcessSettings.SELF)) {
                throw new IllegalArgumentException(
                        KEY + "." + name + ": the name 'self' is reserved for the service's own process");
            }
            settings.check(KEY + "." + name);
        }
    }
}
