package io.tidemark.metric;

import io.tidemark.metric.HostConditions.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One execution of a probe. Warm-up is in none of the figures.
 *
 * @param id 64-bit, time-ordered ({@link Ids})
 * @param startedAt when the run started, warm-up included
 * @param took the whole run: preparation, warm-up, measurement, verification, clean-up
 * @param measured the measured part alone, which rates refer to
 * @param operations latencies by operation: successful ones, and timed-out ones at no less than their deadline
 * @param failed latencies of the operations that failed otherwise, by kind
 * @param errors failed and timed-out operations by kind
 * @param phases where the time went, by phase (`pool_wait`, `execute`, `commit`)
 * @param measures further figures of the workload by name (`hit_rate`, `speedup`, `cold`)
 * @param violations what must hold afterwards and does not, one sentence each; bounded by the workload
 * @param course how it went beside its figures
 * @param fence raised when a probe changes its owner; 0 while there is one instance
 */
public record Run(long id, String instance, String probe, String workload, String target, Instant startedAt,
        Duration took, Duration measured, Outcome outcome, Map<String, Distribution> operations,
        Map<String, Distribution> failed,
        Map<String, Long> errors, Map<String, Distribution> phases, Map<String, Double> measures,
        List<String> violations, Cost cost, Conditions conditions, Course course, long fence) {

    public Run {
        operations = Collections.unmodifiableMap(new TreeMap<>(operations));
        failed = Collections.unmodifiableMap(new TreeMap<>(failed));
        errors = Collections.unmodifiableMap(new TreeMap<>(errors));
        phases = Collections.unmodifiableMap(new TreeMap<>(phases));
        measures = Collections.unmodifiableMap(new TreeMap<>(measures));
        violations = List.copyOf(violations);
    }

    /** The same with one more sentence for readers of its figures. */
    public Run noted(String note) {
        List<String> notes = Stream.concat(course.notes.stream(), Stream.of(note)).toList();
        return new Run(id, instance, probe, workload, target, startedAt, took, measured, outcome, operations, failed,
                errors, phases, measures, violations, cost, conditions, new Course(notes, course.stages), fence);
    }

    /** Whether the machine was busy or the prober starved, so that its times say little of the target. */
    public boolean isDisturbed() {
        return conditions.late() || conditions.busy(took).isPresent();
    }

    /** All operations merged. */
    public Distribution latency() {
        return operations.size() == 1
                ? operations.values().iterator().next()
                : Distribution.merge(operations.values());
    }

    /** Operations that were tried, however they ended. */
    public long attempts() {
        return operations.values().stream().mapToLong(Distribution::count).sum()
                + failed.values().stream().mapToLong(Distribution::count).sum();
    }

    /** Operations that failed or timed out. */
    public long failures() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether it was run here and not brought in as a result of another tool, of which nobody knows what it took as a whole. */
    public boolean isOwn() {
        return !took.isZero();
    }

    /** Whether it could be seen if what must hold afterwards does; nobody looked after a run of another tool. */
    public boolean wasVerified() {
        return isOwn() && outcome.wasVerified();
    }

    /** Whether its operations were counted; a result of another tool may have nothing but figures. */
    public boolean isCounted() {
        return attempts() > 0 || cost.isKnown() || !(outcome instanceof Outcome.Succeeded);
    }

    public long successes() {
        return attempts() - failures();
    }

    /** Successful operations per second of the measured part. */
    public double throughput() {
        double seconds = measured.toNanos() / 1e9;
        return seconds > 0 ? successes() / seconds : 0;
    }

    /**
     * How a run went beside its figures.
     *
     * @param notes what a reader of the figures should know, one sentence each
     * @param stages steps of a load that changes; empty when it did not
     */
    public record Course(List<String> notes, List<Stage> stages) {

        public static final Course PLAIN = new Course(List.of(), List.of());

        public Course {
            notes = List.copyOf(notes);
            stages = List.copyOf(stages);
        }
    }

    /**
     * One step of a load that changes.
     *
     * @param level workers or arrivals per second
     * @param seconds how long it lasted
     * @param operations operations that began in it, however they ended
     * @param failures those of them that failed or timed out
     * @param p50 seconds, as the others; of the response time
     */
    public record Stage(String name, double level, double seconds, long operations, long failures, double p50,
            double p95, double p99) {}

    /**
     * What the run cost the prober.
     *
     * @param cpuSeconds processor time of the workers
     * @param allocatedBytes heap allocated by the workers
     * @param cpuShare processor time over wall time over cores, 0 to 1
     */
    public record Cost(double cpuSeconds, long allocatedBytes, double cpuShare) {

        /** Of a run that nobody has measured the cost of, or that did not come to measuring. */
        public static final Cost NONE = new Cost(0, 0, 0);

        /** Workers cannot do anything without using any processor and any heap. */
        public boolean isKnown() {
            return !equals(NONE);
        }
    }
}
