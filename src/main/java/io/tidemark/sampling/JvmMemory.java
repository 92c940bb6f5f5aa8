package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.stream.Stream;

/** Memory of this JVM by pool: heap, metaspace, compiled code; and buffers outside of it. In OpenTelemetry's words. */
final class JvmMemory {

    private static final int POOLS = 16;

    private static final List<Metric> OF_POOLS = List.of(
            Metric.gauge("jvm.memory.used", Unit.BYTES, Better.LOWER, "Memory of a pool in use, garbage included"),
            Metric.gauge("jvm.memory.committed", Unit.BYTES, Better.LOWER, "Memory of a pool taken from the system"),
            Metric.gauge("jvm.memory.limit", Unit.BYTES, Better.NEITHER, "Largest size a pool may grow to"),
            Metric.gauge("jvm.memory.used_after_last_gc", Unit.BYTES, Better.LOWER,
                    "Memory of a pool in use after it was last collected"));
    private static final List<Metric> OF_BUFFERS = List.of(
            Metric.gauge("jvm.buffer.memory.used", Unit.BYTES, Better.LOWER, "Memory of direct or mapped buffers"),
            Metric.gauge("jvm.buffer.count", Unit.ONE, Better.LOWER, "Direct or mapped buffers"));

    static final List<Metric> METRICS = Stream.concat(OF_POOLS.stream(), OF_BUFFERS.stream()).toList();

    private final SeriesTable pools = new SeriesTable("pool", POOLS, OF_POOLS);
    private final SeriesTable buffers = new SeriesTable("pool", POOLS, OF_BUFFERS);
    private final List<MemoryPoolMXBean> poolBeans = ManagementFactory.getMemoryPoolMXBeans();
    private final List<BufferPoolMXBean> bufferBeans = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

    void read(Readings readings) {
        for (MemoryPoolMXBean pool : poolBeans) {
            MemoryUsage now = pool.getUsage();
            // Null for a pool that has gone, and for one that is never collected.
            if (now != null) {
                MemoryUsage collected = pool.getCollectionUsage();
                pools.add(readings, pool.getName(), (double) now.getUsed(), (double) now.getCommitted(), limit(now),
                        collected == null ? Double.NaN : collected.getUsed());
            }
        }
        pools.endRound();
        for (BufferPoolMXBean pool : bufferBeans) {
            buffers.add(readings, pool.getName(), (double) pool.getMemoryUsed(), (double) pool.getCount());
        }
        buffers.endRound();
    }

    /** -1 is "none". */
    private static double limit(MemoryUsage usage) {
        return usage.getMax() < 0 ? Double.NaN : (double) usage.getMax();
    }
}
