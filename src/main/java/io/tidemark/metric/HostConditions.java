package io.tidemark.metric;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells how busy the host was while something was measured, so that "the machine was busy" is a possible answer, and
 * what was used meanwhile.
 */
public interface HostConditions {

    /**
     * Starts looking; cheap enough for the start of every run.
     *
     * @param process one of {@link #processes()} whose use is told as well
     */
    Watch watch(@Nullable String process);

    /** Names of the processes that can be watched beside our own. */
    default Set<String> processes() {
        return Set.of();
    }

    /** One stretch of time being looked at. */
    interface Watch {
        Seen end();
    }

    /** What was seen over a stretch of time. */
    record Seen(Conditions conditions, Usage usage) {

        /** Nothing is known of the host. */
        public static final Seen NOTHING = new Seen(Conditions.UNKNOWN, Usage.UNKNOWN);
    }

    /**
     * What was used over a stretch of time. A value that could not be read is null. Of a process that is several, those
     * count that were there from beginning to end.
     *
     * @param memoryGrowth bytes by which the resident memory of this process grew; negative when it shrank
     * @param processCpu share of all processors of the host that the watched process used, 0 to 1
     * @param processGrowth bytes by which its resident memory grew
     */
    record Usage(@Nullable Double memoryGrowth, @Nullable Double processCpu, @Nullable Double processGrowth) {

        public static final Usage UNKNOWN = new Usage(null, null, null);
    }

    /**
     * What the host was like over a stretch of time. A value that this system does not offer is null.
     *
     * @param cpuUtilization share of all processors in use, 0 to 1
     * @param stealShare share of processor time taken by the hypervisor, 0 to 1
     * @param cpuPressure share of the time in which some task waited for a processor, 0 to 1 (Linux PSI)
     * @param throttledSeconds how long the container's quota held its processes back
     * @param gcPauseSeconds how long this process stood still for garbage collection
     * @param lagSeconds 99th percentile of how late a timer of the prober was, the reference that needs nothing but a
     *        processor
     */
    record Conditions(@Nullable Double cpuUtilization, @Nullable Double stealShare, @Nullable Double cpuPressure,
            @Nullable Double throttledSeconds, double gcPauseSeconds, @Nullable Double lagSeconds) {

        /** Nothing is known of the host. */
        public static final Conditions UNKNOWN = new Conditions(null, null, null, null, 0, null);

        private static final double STOLEN = 0.10;
        private static final double HELD_BACK = 0.05;
        private static final double STOOD_STILL = 0.10;
        private static final double LATE_SECONDS = 0.05;

        /**
         * Why times that were taken meanwhile say nothing of what was measured, however long they are; empty when they
         * do.
         *
         * @param took how long the stretch was
         */
        public Optional<String> busy(Duration took) {
            double seconds = Math.max(1e-9, took.toNanos() / 1e9);
            if (stealShare != null && stealShare >= STOLEN) {
                return said("the machine was busy: %.0f %% of its processor time was taken by other machines",
                        100 * stealShare);
            }
            if (throttledSeconds != null && throttledSeconds / seconds >= HELD_BACK) {
                return said("the prober was starved: its container's limit held it back for %.2f s", throttledSeconds);
            }
            return gcPauseSeconds / seconds >= STOOD_STILL
                    ? said("the prober was starved: it stood still for %.2f s to collect garbage", gcPauseSeconds)
                    : Optional.empty();
        }

        /** Whether the prober's own timers were so late that rates and the like say nothing. */
        public boolean late() {
            return lagSeconds != null && lagSeconds >= LATE_SECONDS;
        }

        private static Optional<String> said(String sentence, double number) {
            return Optional.of(String.format(Locale.ROOT, sentence, number));
        }

        public Conditions lag(@Nullable Double seconds) {
            return new Conditions(cpuUtilization, stealShare, cpuPressure, throttledSeconds, gcPauseSeconds, seconds);
        }
    }
}
