package io.tidemark.alert;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to leave a failing receiver alone: doubling from 1 s to 30 s, a random half of it taken off. One that comes
 * back is noticed well within a minute.
 */
final class BackOff {

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 30_000;
    private static final int DOUBLINGS = 5;

    private final RandomGenerator random;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** @param asked what the receiver asked for; never less is waited */
    Duration after(int failures, Optional<Duration> asked) {
        long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, DOUBLINGS));
        Duration own = Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
        return asked.filter(wait -> wait.compareTo(own) > 0).orElse(own);
    }
}
