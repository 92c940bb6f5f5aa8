package io.tidemark.probe.workload;

import io.tidemark.metric.BackOff;
import io.tidemark.probe.target.Failure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * When a request of a run is sent again, so that it never becomes a storm: only what was refused or not taken, a few times
 * each, after a wait that grows, never sooner than the server asks for and never later than there is time for; and over all
 * workers of a run one for five requests, beyond the first ten.
 */
final class Retries {

    private static final int FIRST = 10;
    private static final int SHARE = 5;
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final BackOff backOff;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    Retries() {
        this(() -> ThreadLocalRandom.current().nextLong());
    }

    Retries(RandomGenerator random) {
        this.backOff = new BackOff(random, SHORTEST, LONGEST);
    }

    void begin() {
        requests.incrementAndGet();
    }

    /**
     * How long to wait before the next try; empty when there shall be none.
     *
     * @param tries of this request so far
     * @param most retries of one request
     * @param asked how long the server wants to be left alone
     * @param left what there is of time
     */
    Optional<Duration> next(Kind kind, int tries, int most, Optional<Duration> asked, Duration left) {
        if (tries > most || !isWorthIt(kind)) {
            return Optional.empty();
        }
        Duration wait = backOff.after(tries, asked);
        return wait.compareTo(left) < 0 && take() ? Optional.of(wait) : Optional.empty();
    }

    /** What has cost tokens or time is not done again. */
    private static boolean isWorthIt(Kind kind) {
        return kind == Kind.RATE_LIMITED || kind == Kind.STATUS_5XX || kind == Kind.CONNECT;
    }

    private boolean take() {
        long allowed = FIRST + requests.get() / SHARE;
        return sent.getAndUpdate(count -> count < allowed ? count + 1 : count) < allowed;
    }

    long sent() {
        return sent.get();
    }
}
