package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import oshi.hardware.GlobalMemory;
import oshi.hardware.VirtualMemory;

/** Memory and swap of the host, also inside a container, and what running short of it looks like. */
@Component
final class MemorySampler implements Sampler {

    private static final Metric TOTAL = Metric.gauge("system.memory.total", Unit.BYTES, Better.NEITHER,
            "Memory of the host");
    private static final Metric AVAILABLE = Metric.gauge("system.memory.available", Unit.BYTES, Better.HIGHER,
            "Memory that can be had without swapping");
    private static final Metric UTILIZATION = Metric.gauge("system.memory.utilization", Unit.ONE, Better.LOWER,
            "Share of the memory that is not available");
    private static final Metric SWAP_TOTAL = Metric.gauge("system.swap.total", Unit.BYTES, Better.NEITHER,
            "Swap space of the host");
    private static final Metric SWAP_USED = Metric.gauge("system.swap.used", Unit.BYTES, Better.LOWER,
            "Swap space in use");

    private static final Series TOTAL_SERIES = Series.of(TOTAL);
    private static final Series AVAILABLE_SERIES = Series.of(AVAILABLE);
    private static final Series UTILIZATION_SERIES = Series.of(UTILIZATION);
    private static final Series SWAP_TOTAL_SERIES = Series.of(SWAP_TOTAL);
    private static final Series SWAP_USED_SERIES = Series.of(SWAP_USED);

    private final Oshi oshi;
    private final Paging paging;

    MemorySampler(Procfs procfs, Oshi oshi) {
        this.oshi = oshi;
        this.paging = new Paging(procfs);
    }

    @Override
    public String name() {
        return "system.memory";
    }

    @Override
    public List<Metric> metrics() {
        return Stream.concat(Stream.of(TOTAL, AVAILABLE, UTILIZATION, SWAP_TOTAL, SWAP_USED), Paging.METRICS.stream())
                .toList();
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void read(Readings readings) {
        readings.part(() -> {
            GlobalMemory memory = oshi.hardware().getMemory();
            readings.part(() -> memory(readings, memory));
            readings.part(() -> swap(readings, memory.getVirtualMemory()));
        });
        if (paging.offered()) {
            readings.part(() -> paging.read(readings));
        }
    }

    private static void memory(Readings readings, GlobalMemory memory) {
        long total = memory.getTotal();
        long available = memory.getAvailable();
        if (total > 0 && available > 0) {
            readings.add(TOTAL_SERIES, total);
            readings.add(AVAILABLE_SERIES, available);
            readings.add(UTILIZATION_SERIES, Math.clamp(1 - available / (double) total, 0, 1));
        }
    }

    /** No swap at all is a usual thing, so zero is a reading here. */
    private static void swap(Readings readings, VirtualMemory swap) {
        readings.add(SWAP_TOTAL_SERIES, swap.getSwapTotal());
        readings.add(SWAP_USED_SERIES, swap.getSwapUsed());
    }
}
