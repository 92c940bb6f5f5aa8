package io.tidemark.probe.engine;

import io.tidemark.metric.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Sees to it that probing one target does no harm: leaves it alone for a while when it does not answer, goes easy on it
 * when it is in trouble, and keeps to a budget. Asked before each run, told after it.
 */
public final class Governor {

    /** Runs in a row without an answer before the target is left alone. */
    private static final int FAILURES = 3;
    private static final Set<String> UNANSWERED = Set.of("timeout", "connect", "auth", "dns", "tls", "rate_limited");
    private static final double FULL = 0.8;
    /** How old what the server said of its connections may be. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int INTERVALS = 4;

    private final String target;
    private final LongSupplier nanos;
    private final DoubleSupplier random;
    private final Budget budget;
    private final Map<String, UsualLatency> usual = new HashMap<>();
    private int failures;
    private @Nullable Trouble alone;
    private @Nullable Trouble slow;
    private OptionalDouble connections = OptionalDouble.empty();
    private long toldAt;

    /**
     * @param operationsPerMinute what all probes of the target may ask of it together
     * @param nanos monotonic nanoseconds
     * @param random from 0 to 1, so that several instances do not come back in step
     */
    public Governor(String target, int operationsPerMinute, LongSupplier nanos, DoubleSupplier random) {
        this.target = target;
        this.nanos = nanos;
        this.random = random;
        this.budget = new Budget(operationsPerMinute, nanos.getAsLong());
    }

    /** Something that lasts until an instant of the ticker. */
    private record Trouble(String reason, long until) {

        boolean lasts(long now) {
            return until - now > 0;
        }
    }

    /** Whether a run may go ahead now. */
    public synchronized Permission permission(Load load, boolean writes) {
        long now = nanos.getAsLong();
        if (alone != null && alone.lasts(now)) {
            return new Permission.Refused(alone.reason + "; next try in " + seconds(alone.until - now));
        }
        if (budget.isSpent(now)) {
            return new Permission.Refused(target + " has had its " + budget.perMinute()
                    + " operations a minute (limits.operations-per-minute)");
        }
        return trouble(now).map(reason -> eased(reason, load, writes)).orElseGet(Permission.Full::new);
    }

    /** Why work beside the runs has to wait; empty when it may go ahead. */
    public synchronized Optional<String> objection() {
        return switch (permission(Load.closed(1, 1, 0, 1, LONGEST), true)) {
            case Permission.Full _ -> Optional.empty();
            case Permission.Canary(String reason) -> Optional.of(reason);
            case Permission.Refused(String reason) -> Optional.of(reason);
        };
    }

    /** Takes work beside the runs off the budget. */
    public synchronized void spent(long operations) {
        budget.spend(operations, nanos.getAsLong());
    }

    private static Permission eased(String reason, Load load, boolean writes) {
        return writes || load.isHeavy() ? new Permission.Refused(reason) : new Permission.Canary(reason);
    }

    private Optional<String> trouble(long now) {
        if (connections.isPresent() && now - toldAt < FRESH.toNanos() && connections.getAsDouble() > FULL) {
            return Optional
                    .of(String.format(Locale.ROOT, "%s is in trouble: %.0f %% of its connections are in use", target,
                            100 * connections.getAsDouble()));
        }
        return slow != null && slow.lasts(now) ? Optional.of(slow.reason) : Optional.empty();
    }

    /** What the server says of itself: the share of its connections in use. */
    public synchronized void connections(OptionalDouble share) {
        connections = share;
        toldAt = nanos.getAsLong();
    }

    /**
     * Learns from a run.
     *
     * @param every interval of its probe
     * @param canary whether it was shrunk to one operation
     */
    public synchronized void finished(Run run, Duration every, boolean canary) {
        long now = nanos.getAsLong();
        budget.spend(run.attempts(), now);
        if (run.successes() > 0) {
            failures = 0;
            alone = null;
            learn(run, every, canary, now);
        } else if (UNANSWERED.containsAll(run.errors().keySet())) {
            failures++;
            leaveAlone(run, every, now);
        }
    }

    private void leaveAlone(Run run, Duration every, long now) {
        if (failures >= FAILURES) {
            long usualWait = every.toNanos() << Math.min(failures - FAILURES, 10);
            long wait = Math.min(usualWait, longest(every));
            alone = new Trouble("%s did not answer %d times in a row and is left alone: %s".formatted(target, failures,
                    run.outcome().reason()), now + (long) (wait * (0.5 + random.getAsDouble() / 2)));
        }
    }

    private void learn(Run run, Duration every, boolean canary, long now) {
        double latency = run.latency().percentile(50);
        UsualLatency known = usual.computeIfAbsent(run.probe(), _ -> new UsualLatency());
        if (known.isFarAbove(latency)) {
            slow = new Trouble(String.format(Locale.ROOT,
                    "%s is in trouble: an operation of %s took %.1f ms instead of %.1f ms", target, run.probe(),
                    1e3 * latency, 1e3 * known.seconds()), now + longest(every));
        } else if (slow != null && canary) {
            slow = null;
        }
        if (!canary) {
            known.add(latency);
        }
    }

    private static long longest(Duration every) {
        Duration some = every.multipliedBy(INTERVALS);
        return (some.compareTo(LONGEST) < 0 ? some : LONGEST).toNanos();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    /** A moving average of one probe's median latency. */
    private static final class UsualLatency {

        private static final double WEIGHT = 0.2;
        private static final int LEAST = 5;
        private static final double FAR = 5;
        /** Not worth sparing anybody for. */
        private static final double SMALL_SECONDS = 0.02;
        /** A target that has become slower for good is usual again after a while. */
        private static final double STEP = 2;

        private double seconds;
        private int seen;

        boolean isFarAbove(double latency) {
            return seen >= LEAST && latency > Math.max(FAR * seconds, seconds + SMALL_SECONDS);
        }

        void add(double latency) {
            double bounded = seen < LEAST ? latency : Math.min(latency, STEP * seconds);
            seconds = seen == 0 ? bounded : seconds + WEIGHT * (bounded - seconds);
            seen++;
        }

        double seconds() {
            return seconds;
        }
    }

    /** Operations of the last minute or so: refilled evenly, a run that takes more than is left delays the next one. */
    private static final class Budget {

        private static final double MINUTE = 60e9;

        private final int perMinute;
        private double left;
        private long at;

        Budget(int perMinute, long now) {
            this.perMinute = perMinute;
            this.left = perMinute;
            this.at = now;
        }

        int perMinute() {
            return perMinute;
        }

        boolean isSpent(long now) {
            refill(now);
            return left <= 0;
        }

        void spend(long operations, long now) {
            refill(now);
            left -= operations;
        }

        private void refill(long now) {
            left = Math.min(perMinute, left + (now - at) / MINUTE * perMinute);
            at = now;
        }
    }
}
