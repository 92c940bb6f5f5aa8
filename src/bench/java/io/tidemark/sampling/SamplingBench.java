package io.tidemark.sampling;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoFactory;

/**
 * What one cycle of all samplers costs at one cycle a second, and beside it the same for a plain loop over OSHI's calls.
 * Property: cycles (60).
 */
class SamplingBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int CYCLES = Integer.getInteger("cycles", 60);

    @Test
    void allSamplers() {
        try (var context = SamplingRoom.open(Map.of())) {
            List<Source> sources = context.getBean(Sources.Provider.class).sources();
            measure("samplers", () -> sources.forEach(Source::observe), CYCLES);
        }
    }

    @Test
    void plainOshiLoop() {
        measure("plain OSHI loop", plain(), CYCLES);
    }

    private static void measure(String name, Runnable cycle, int cycles) {
        long first = time(cycle);
        for (int i = 0; i < 20; i++) {
            LockSupport.parkNanos(Duration.ofMillis(310).toNanos());
            cycle.run();
        }
        long[] nanos = new long[cycles];
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < cycles; i++) {
            LockSupport.parkNanos(start + (i + 1) * 1_000_000_000L - System.nanoTime());
            nanos[i] = time(cycle);
        }
        report(name, first, nanos, (THREADS.getTotalThreadAllocatedBytes() - allocated) / cycles,
                (SYSTEM.getProcessCpuTime() - cpu) / (double) (System.nanoTime() - start));
    }

    private static void report(String name, long first, long[] nanos, long allocated, double cpu) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s: first cycle %.1f ms, then median %.2f ms, p95 %.2f ms, %d kB a cycle, %.2f %% of one core%n", name,
                first / 1e6, nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.95)] / 1e6, allocated / 1000,
                cpu * 100);
    }

    private static long time(Runnable cycle) {
        long start = System.nanoTime();
        cycle.run();
        return System.nanoTime() - start;
    }

    /** The twelve calls that give about the same figures, without keeping any of them. */
    private static Runnable plain() {
        var provider = SystemInfoFactory.create();
        HardwareAbstractionLayer hardware = provider.getHardware();
        OperatingSystem system = provider.getOperatingSystem();
        return () -> {
            var _ = hardware.getProcessor().getSystemCpuLoadTicks();
            var _ = hardware.getProcessor().getProcessorCpuLoadTicks();
            var _ = hardware.getProcessor().getSystemLoadAverage(3);
            var _ = hardware.getMemory().getAvailable();
            var _ = hardware.getMemory().getVirtualMemory().getSwapUsed();
            var _ = hardware.getDiskStores();
            var _ = system.getFileSystem().getFileStores();
            var _ = hardware.getNetworkIFs();
            var _ = system.getFileSystem().getOpenFileDescriptors();
            var _ = system.getProcessCount();
            var _ = system.getThreadCount();
            OSProcess own = system.getProcess(system.getProcessId());
            var _ = own == null ? 0 : own.getOpenFiles();
        };
    }
}
