package io.tidemark.sampling;

import io.tidemark.metric.Names;
import io.tidemark.metric.Nearest;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * How this machine is read.
 *
 * @param every interval of samplers, 100 ms to 1 minute; 1 s by default, and longer for samplers that say so
 * @param intervals of single samplers by their names, in the place of the others; as text, since names have dots, which
 * the binder keeps only before plain values
 * @param budget what the readings may cost, in percent of one core; above it optional samplers are slowed
 */
public record SamplingSettings(@Nullable Duration every, Map<String, String> intervals, Double budget) {

    private static final String KEY = "tidemark.sampling";
    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double USUAL_BUDGET = 1;

    /** Nothing is set. */
    public static final SamplingSettings DEFAULT = new SamplingSettings(null, Map.of(), USUAL_BUDGET);

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public SamplingSettings {
        if (every != null) {
            check(KEY + ".every", every);
        }
        intervals = intervals == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(intervals));
        intervals.forEach((sampler, interval) -> check(key(sampler), parsed(sampler, interval)));
        budget = budget == null ? Double.valueOf(USUAL_BUDGET) : budget;
        if (!(budget > 0 && budget <= 100)) {
            throw new IllegalArgumentException(
                    KEY + ".budget must be above 0 and at most 100 (percent of one core), got " + budget);
        }
    }

    /** Interval of a sampler: its own setting, else that of all, else its usual one. */
    Duration interval(String sampler, Duration usual) {
        String own = intervals.get(sampler);
        if (own != null) {
            return parsed(sampler, own);
        }
        return every != null ? every : usual.compareTo(USUAL) > 0 ? usual : USUAL;
    }

    /** @throws IllegalArgumentException when an interval is set for a sampler there is none of */
    void refuseOthersThan(Collection<String> samplers) {
        intervals.keySet().stream().filter(name -> !samplers.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(key(name) + ": the samplers are " + String.join(", ", samplers)
                    + Nearest.hint(name, samplers));
        });
    }

    private static Duration parsed(String sampler, String interval) {
        try {
            return DurationStyle.detectAndParse(interval);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(key(sampler) + " is '" + interval
                    + "', but must be a duration such as 500ms, 5s or 1m");
        }
    }

    private static String key(String sampler) {
        return KEY + ".intervals." + sampler;
    }

    private static void check(String key, Duration interval) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(key + " must be 100ms to 1m, got " + interval.toMillis() + "ms");
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
