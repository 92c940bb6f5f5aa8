package io.tidemark;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import io.tidemark.probe.LoadSettings;
import io.tidemark.probe.ProbeSettings;
import io.tidemark.probe.Probes;
import io.tidemark.probe.ProbingSettings;
import io.tidemark.probe.TestProbes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many workers at once on the built-in targets, in this process, and what they hold. Properties: workers
 * (50,100,500,1000), seconds (10) a run.
 */
class CrowdBench {

    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final double MB = 1e6;
    /** At once, and as people do who look at what they got. */
    private static final List<Duration> THINK = List.of(Duration.ZERO, Duration.ofMillis(100));

    @TempDir
    private Path data;

    @Test
    void crowdOnTheBuiltInTargets() throws Exception {
        List<Integer> sizes = Stream.of(System.getProperty("workers", "50,100,500,1000").split(",", -1))
                .map(Integer::valueOf).toList();
        System.out.printf("%-14s %7s %8s %10s %9s %8s %8s %8s %10s  %s%n", "target", "workers", "think ms",
                "operations", "success", "p50 ms", "p95 ms", "p99 ms", "per second",
                "heap before, after, peak; resident before, after in MB");
        for (Map.Entry<String, String> where : List.of(Map.entry("builtin-cache", "get"),
                Map.entry("builtin-db", "point-read"))) {
            run(where.getKey(), where.getValue(), 10, 2, Duration.ZERO); // past compilation
            for (int workers : sizes) {
                for (Duration think : THINK) {
                    print(where.getKey(), where.getValue(), workers, think);
                }
            }
        }
    }

    private void print(String target, String workload, int workers, Duration think) throws IOException {
        long heap = heap();
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long resident = ProcessReading.of(ProcessHandle.current().pid()).residentBytes();
        Run run = run(target, workload, workers, SECONDS, think);
        long peak = pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        long residentAfter = ProcessReading.of(ProcessHandle.current().pid()).residentBytes();
        Distribution latency = run.latency();
        System.out.printf("%-14s %7d %8d %10d %7.2f %% %8.3f %8.3f %8.3f %10.0f  %.0f, %.0f, %.0f; %.0f, %.0f%n",
                target,
                workers, think.toMillis(), run.attempts(), 100.0 * run.successes() / run.attempts(),
                1e3 * latency.percentile(50), 1e3 * latency.percentile(95), 1e3 * latency.percentile(99),
                run.throughput(), heap / MB, heap() / MB, peak / MB, resident / MB, residentAfter / MB);
    }

    private Run run(String target, String workload, int workers, int seconds, Duration think) {
        LoadSettings load = new LoadSettings(null, think, Duration.ofSeconds(seconds), null, null, null, null, null);
        ProbeSettings probe = new ProbeSettings(target, workload, null, workers, null, null, null, null, null, null,
                load, null, null, null, null, null, null, null);
        try (Probes probes = new Probes(new ProbingSettings(Map.of(), Map.of("crowd", probe), false, false, data),
                "test-1", TestProbes.engine(), InstantSource.system())) {
            Source source = probes.sources().stream().filter(one -> one.name().equals("crowd")).findFirst()
                    .orElseThrow();
            return source.observe().run().orElseThrow();
        }
    }

    /** What is still used when nothing is left to be collected. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Stream<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }
}
