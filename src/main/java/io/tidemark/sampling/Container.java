package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The container, or control group, that Tidemark runs in: what it uses, what it may use, and the shares of that. The
 * `system.*` figures beside these are the host's; Linux only.
 */
final class Container {

    private static final Metric THROTTLED = Metric.counter("container.throttled", Unit.SECONDS, Better.LOWER,
            "Time the container's quota held its processes back");
    private static final Metric CPU_TIME = Metric.counter("container.cpu.time", Unit.SECONDS, Better.NEITHER,
            "Processor time of the container");
    private static final Metric CPU_LIMIT = Metric.gauge("container.cpu.limit", Unit.ONE, Better.NEITHER,
            "Processors the container's quota allows it");
    private static final Metric CPU_UTILIZATION = Metric.gauge("container.cpu.utilization", Unit.ONE, Better.LOWER,
            "Share of the container's processor limit in use since the last reading");
    private static final Metric MEMORY_USAGE = Metric.gauge("container.memory.usage", Unit.BYTES, Better.LOWER,
            "Memory of the container, page cache included");
    private static final Metric WORKING_SET = Metric.gauge("container.memory.working_set", Unit.BYTES, Better.LOWER,
            "Memory of the container without files that have not been used lately");
    private static final Metric MEMORY_LIMIT = Metric.gauge("container.memory.limit", Unit.BYTES, Better.NEITHER,
            "Memory the container may have; its processes are killed beyond it");
    private static final Metric MEMORY_UTILIZATION = Metric.gauge("container.memory.utilization", Unit.ONE,
            Better.LOWER, "Share of the container's memory limit taken by its working set");
    private static final Metric OOM_KILLS = Metric.counter("container.oom_kills", Unit.ONE, Better.LOWER,
            "Processes of the container the kernel killed because its memory ran out");

    static final List<Metric> METRICS = List.of(THROTTLED, CPU_TIME, CPU_LIMIT, CPU_UTILIZATION, MEMORY_USAGE,
            WORKING_SET, MEMORY_LIMIT, MEMORY_UTILIZATION, OOM_KILLS);

    private static final Series THROTTLED_SERIES = Series.of(THROTTLED);
    private static final Series CPU_TIME_SERIES = Series.of(CPU_TIME);
    private static final Series CPU_LIMIT_SERIES = Series.of(CPU_LIMIT);
    private static final Series CPU_UTILIZATION_SERIES = Series.of(CPU_UTILIZATION);
    private static final Series MEMORY_USAGE_SERIES = Series.of(MEMORY_USAGE);
    private static final Series WORKING_SET_SERIES = Series.of(WORKING_SET);
    private static final Series MEMORY_LIMIT_SERIES = Series.of(MEMORY_LIMIT);
    private static final Series MEMORY_UTILIZATION_SERIES = Series.of(MEMORY_UTILIZATION);
    private static final Series OOM_KILLS_SERIES = Series.of(OOM_KILLS);

    /** Limits of every level have files of their own and hardly ever change. */
    private static final Duration LIMITS_KEPT = Duration.ofSeconds(10);

    /** Over a shorter stretch a share says nothing. */
    private static final double ENOUGH_SECONDS = 0.05;

    private final CgroupCpu cpu;
    private final CgroupMemory memory;
    private final LongSupplier nanos;
    private final boolean ofMemory;
    private final Every limits;
    private double cpuLimit = Double.NaN;
    private double memoryLimit = Double.NaN;
    private double used = Double.NaN;
    private long usedAt;

    Container(CgroupCpu cpu, CgroupMemory memory, LongSupplier nanos) {
        this.cpu = cpu;
        this.memory = memory;
        this.nanos = nanos;
        this.ofMemory = memory.offered();
        this.limits = new Every(LIMITS_KEPT, nanos);
    }

    boolean offered() {
        return cpu.offered() || ofMemory;
    }

    void read(Readings readings) {
        if (limits.due()) {
            readings.part(this::limits);
        }
        readings.part(() -> readings.add(THROTTLED_SERIES, cpu.throttledSeconds()));
        readings.part(() -> processors(readings));
        if (ofMemory) {
            readings.part(() -> memory(readings));
            readings.part(() -> readings.add(OOM_KILLS_SERIES, memory.oomKills()));
        }
    }

    private void limits() throws IOException {
        cpuLimit = Double.NaN;
        memoryLimit = Double.NaN;
        cpuLimit = cpu.limit();
        memoryLimit = memory.limit();
    }

    private void processors(Readings readings) throws IOException {
        long now = nanos.getAsLong();
        double seconds = cpu.usedSeconds();
        readings.add(CPU_TIME_SERIES, seconds);
        readings.add(CPU_LIMIT_SERIES, cpuLimit);
        double elapsed = (now - usedAt) / 1e9;
        if (elapsed >= ENOUGH_SECONDS) {
            // A short burst may exceed the quota of its period.
            readings.add(CPU_UTILIZATION_SERIES, Math.max(0, (seconds - used) / elapsed / cpuLimit));
            used = seconds;
            usedAt = now;
        }
    }

    private void memory(Readings readings) throws IOException {
        double usage = memory.usage();
        readings.add(MEMORY_USAGE_SERIES, usage);
        readings.add(MEMORY_LIMIT_SERIES, memoryLimit);
        double workingSet = Math.max(0, usage - memory.inactiveFiles());
        readings.add(WORKING_SET_SERIES, workingSet);
        readings.add(MEMORY_UTILIZATION_SERIES, workingSet / memoryLimit);
    }
}
