package io.tidemark.probe.engine;

import java.time.Duration;

/**
 * How much a run does, and how it comes about.
 *
 * @param concurrency workers at once, at the usual level
 * @param connections sessions they share; each has one of its own when there are as many
 * @param pace when operations begin
 * @param profile how the load changes
 * @param length when the measured part is over
 * @param warmup what comes before it, in none of the figures
 * @param rows rows or keys to work on
 * @param deadline the longest the whole run may take
 * @param faults what goes wrong on purpose
 */
public record Load(int concurrency, int connections, Pace pace, Profile profile, Length length, Warmup warmup,
        int rows, Duration deadline, Faults faults) {

    /** More workers at once are load. */
    private static final int MOST_LIGHT = 10;
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    /**
     * The end of the measured part.
     *
     * @param operations over all workers; 0 when only time ends it
     * @param duration zero when only the operations end it
     */
    public record Length(int operations, Duration duration) {

        public static Length of(int operations) {
            return new Length(operations, Duration.ZERO);
        }

        public static Length of(Duration duration) {
            return new Length(0, duration);
        }

        boolean isTimed() {
            return duration.isPositive();
        }
    }

    /**
     * Operations before the measured ones.
     *
     * @param least how many over all sessions at the least
     * @param untilSteady whether it goes on until latencies have settled ({@link Steadiness}), within bounds
     */
    public record Warmup(int least, boolean untilSteady) {}

    /** So many workers with a session each, one operation after another, warm-up counted in operations. */
    public static Load closed(int concurrency, int operations, int warmup, int rows, Duration deadline) {
        return new Load(concurrency, concurrency, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(operations),
                new Warmup(warmup, false), rows, deadline, Faults.NONE);
    }

    /** A single operation that shows whether the target is still in trouble, and adds nothing to it. */
    Load canary() {
        return closed(1, 1, 0, rows, deadline);
    }

    /** Whether it is meant to put the target under load, rather than to see how it does. */
    boolean isHeavy() {
        return !(profile instanceof Profile.Sustained) || pace instanceof Pace.Open || workers() > MOST_LIGHT;
    }

    /** The longest one connection attempt or operation may take: two in a row still leave time to tidy up. */
    public Duration limit() {
        Duration quarter = deadline.dividedBy(4);
        return quarter.compareTo(LONGEST_CALL) < 0 ? quarter : LONGEST_CALL;
    }

    /** When measuring has to stop, so that verification and clean-up fit into the deadline. */
    Duration measuring() {
        return deadline.multipliedBy(7).dividedBy(10);
    }

    /** When every session is cut, so that the run ends within the deadline even when nothing answers. */
    Duration patience() {
        return deadline.multipliedBy(9).dividedBy(10);
    }

    /** The usual level: workers or arrivals per second. */
    double level() {
        return switch (pace) {
            case Pace.Closed _ -> concurrency;
            case Pace.Open(double perSecond) -> perSecond;
        };
    }

    /** Workers there have to be: those of the highest level. */
    public int workers() {
        double peak = switch (profile) {
            case Profile.Sustained _ -> 0;
            case Profile.Ramp(double highest, int _) -> highest;
            case Profile.Spike(double highest) -> highest;
            case Profile.Stress(double highest, int _, Duration _) -> highest;
        };
        return pace instanceof Pace.Closed ? Math.max(concurrency, (int) peak) : concurrency;
    }

    /** Sessions at work at once. */
    public int sessions() {
        return Math.min(connections, workers());
    }

    /** Whether workers wait for one another's sessions. */
    boolean isShared() {
        return sessions() < workers();
    }

    /** Whether operations last from an instant before they are sent: the intended one, or the wait for a session. */
    boolean isAwaited() {
        return isShared() || pace instanceof Pace.Open;
    }

    static int share(int total, int part, int parts) {
        return total / parts + (part < total % parts ? 1 : 0);
    }
}
