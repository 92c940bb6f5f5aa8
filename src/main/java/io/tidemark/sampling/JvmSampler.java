package io.tidemark.sampling;

import com.sun.management.ThreadMXBean;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import org.springframework.stereotype.Component;

/** This JVM: heap, garbage collection, threads, allocation. */
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

    private static final Series HEAP_USED_SERIES = Series.of(HEAP_USED);
    private static final Series HEAP_MAX_SERIES = Series.of(HEAP_MAX);
    private static final Series GC_PAUSE_SERIES = Series.of(GC_PAUSE);
    private static final Series GC_RECLAIMED_SERIES = Series.of(GC_RECLAIMED);
    private static final Series THREADS_SERIES = Series.of(THREADS);
    private static final Series ALLOCATED_SERIES = Series.of(ALLOCATED);

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final Garbage garbage;

    JvmSampler(Garbage garbage) {
        this.garbage = garbage;
    }

    @Override
    public String name() {
        return "jvm";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(HEAP_USED, HEAP_MAX, GC_PAUSE, GC_RECLAIMED, THREADS, ALLOCATED);
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
    }
}
