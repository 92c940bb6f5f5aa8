package io.tidemark.metric;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to leave somebody alone who fails: doubling from a first wait to a longest, a random half of it taken off. */
public final class BackOff {

    private static final int DOUBLINGS = 20;

    private final RandomGenerator random;
    private final long firstMillis;
    private final long longestMillis;

    /** From 1 s to 30 s, so that a receiver that comes back is noticed well within a minute. */
    public BackOff(RandomGenerator random) {
        this(random, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    public BackOff(RandomGenerator random, Duration first, Duration longest) {
        this.random = random;
        this.firstMillis = first.toMillis();
        this.longestMillis = longest.toMillis();
    }

    /**
     * The wait after so many failures in a row.
     *
     * @param asked what was asked for; never less is waited
     */
    public Duration after(int failures, Optional<Duration> asked) {
        long full = Math.min(longestMillis, firstMillis << Math.min(failures - 1, DOUBLINGS));
        Duration own = Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
        return asked.filter(wait -> wait.compareTo(own) > 0).orElse(own);
    }
}
