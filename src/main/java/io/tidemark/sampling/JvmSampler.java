package io.tidemark.sampling;

import com.sun.management.ThreadMXBean;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import io.tidemark.sampling.PerfCounters.Figure;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** This JVM: memory, garbage collection, safepoints, threads, classes, allocation. */
@Component
final class JvmSampler implements Sampler {

    private static final Metric HEAP_USED = Metric.gauge("jvm.heap.used", Unit.BYTES, Better.LOWER,
            "Heap in use, garbage included");
    private static final Metric HEAP_MAX = Metric.gauge("jvm.heap.max", Unit.BYTES, Better.NEITHER,
            "Largest size the heap may grow to");
    private static final Metric GC_PAUSE = Metric.counter("jvm.gc.pause", Unit.SECONDS, Better.LOWER,
            "Time the process stood still for garbage collection");
    private static final Metric GC_RECLAIMED = Metric.counter("jvm.gc.reclaimed", Unit.BYTES, Better.NEITHER,
            "Heap given back by garbage collection");
    private static final Metric THREADS = Metric.gauge("jvm.threads", Unit.ONE, Better.NEITHER, "Platform threads");
    private static final Metric ALLOCATED = Metric.counter("jvm.allocated", Unit.BYTES, Better.LOWER,
            "Heap allocated by all threads, ended ones included");

    private static final Metric CLASSES = Metric.gauge("jvm.class.count", Unit.ONE, Better.NEITHER,
            "Classes loaded now");
    private static final Metric CLASSES_LOADED = Metric.counter("jvm.class.loaded", Unit.ONE, Better.NEITHER,
            "Classes loaded since the start");
    private static final Metric CLASSES_UNLOADED = Metric.counter("jvm.class.unloaded", Unit.ONE, Better.NEITHER,
            "Classes unloaded since the start");
    private static final Metric SAFEPOINTS = Metric.counter("jvm.safepoints", Unit.ONE, Better.NEITHER,
            "Times all threads were stopped, for garbage collection or anything else");
    private static final Metric SAFEPOINT_TIME = Metric.counter("jvm.safepoint.time", Unit.SECONDS, Better.LOWER,
            "Time all threads were stopped, for garbage collection or anything else");
    private static final List<Metric> OF_COLLECTORS = List.of(
            Metric.counter("jvm.gc.count", Unit.ONE, Better.NEITHER, "Collections of a garbage collector"),
            Metric.counter("jvm.gc.duration", Unit.SECONDS, Better.LOWER,
                    "Time of a garbage collector's collections; beside concurrent ones the process goes on"),
            Metric.gauge("jvm.gc.longest", Unit.SECONDS, Better.LOWER,
                    "Longest collection of a garbage collector since the last reading"));

    private static final Series HEAP_USED_SERIES = Series.of(HEAP_USED);
    private static final Series HEAP_MAX_SERIES = Series.of(HEAP_MAX);
    private static final Series GC_PAUSE_SERIES = Series.of(GC_PAUSE);
    private static final Series GC_RECLAIMED_SERIES = Series.of(GC_RECLAIMED);
    private static final Series THREADS_SERIES = Series.of(THREADS);
    private static final Series ALLOCATED_SERIES = Series.of(ALLOCATED);

    private static final Series CLASSES_SERIES = Series.of(CLASSES);
    private static final Series CLASSES_LOADED_SERIES = Series.of(CLASSES_LOADED);
    private static final Series CLASSES_UNLOADED_SERIES = Series.of(CLASSES_UNLOADED);
    private static final Series SAFEPOINTS_SERIES = Series.of(SAFEPOINTS);
    private static final Series SAFEPOINT_TIME_SERIES = Series.of(SAFEPOINT_TIME);
    private static final int COLLECTORS = 8;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final JvmMemory pools = new JvmMemory();
    private final JvmThreads states = new JvmThreads(threads);
    private final Kept slow = new Kept(this::slow, System::nanoTime);
    private final SeriesTable collectors = new SeriesTable("collector", COLLECTORS, OF_COLLECTORS);
    private final Garbage garbage;
    private final @Nullable PerfCounters own = PerfCounters.ofThisJvm().orElse(null);

    JvmSampler(Garbage garbage) {
        this.garbage = garbage;
    }

    @Override
    public String name() {
        return "jvm";
    }

    @Override
    public List<Metric> metrics() {
        return Stream.of(List.of(HEAP_USED, HEAP_MAX, GC_PAUSE, GC_RECLAIMED, THREADS, ALLOCATED, CLASSES,
                CLASSES_LOADED, CLASSES_UNLOADED, SAFEPOINTS, SAFEPOINT_TIME, JvmThreads.COUNT), OF_COLLECTORS,
                JvmMemory.METRICS).flatMap(List::stream).toList();
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void read(Readings readings) {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        readings.add(HEAP_USED_SERIES, heap.getUsed());
        // -1 where there is no limit or no count.
        readings.addPositive(HEAP_MAX_SERIES, heap.getMax());
        readings.add(GC_PAUSE_SERIES, garbage.pauseSeconds());
        readings.add(GC_RECLAIMED_SERIES, garbage.reclaimedBytes());
        readings.add(THREADS_SERIES, threads.getThreadCount());
        readings.addPositive(ALLOCATED_SERIES, threads.getTotalThreadAllocatedBytes());
        readings.part(() -> slow.read(readings));
        collectors(readings);
        if (own != null) {
            readings.part(() -> safepoints(readings, own.read()));
        }
    }

    private void slow(Readings readings) {
        readings.add(CLASSES_SERIES, classes.getLoadedClassCount());
        readings.add(CLASSES_LOADED_SERIES, classes.getTotalLoadedClassCount());
        readings.add(CLASSES_UNLOADED_SERIES, classes.getUnloadedClassCount());
        pools.read(readings);
        states.read(readings);
    }

    private void collectors(Readings readings) {
        garbage.collectors().forEach(collector -> collectors.add(readings, collector.name(), collector.count(),
                collector.seconds(), collector.longest()));
        collectors.endRound();
    }

    private static void safepoints(Readings readings, PerfCounters.Figures figures) {
        readings.add(SAFEPOINTS_SERIES, figures.of(Figure.SAFEPOINTS));
        readings.add(SAFEPOINT_TIME_SERIES, figures.seconds(Figure.SAFEPOINT_TICKS));
    }
}
