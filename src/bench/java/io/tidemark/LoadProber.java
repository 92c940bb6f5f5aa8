package io.tidemark;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import io.tidemark.probe.LoadSettings;
import io.tidemark.probe.ProbeSettings;
import io.tidemark.probe.Probes;
import io.tidemark.probe.ProbingSettings;
import io.tidemark.probe.Programs;
import io.tidemark.probe.TargetSettings;
import io.tidemark.probe.TestProbes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process with the flags of the service that runs one probe once, and tells what came of it and what it took. */
final class LoadProber {

    private static final double MB = 1e6;

    private LoadProber() {}

    /**
     * Runs a class in a process of its own with the flags of the service. Property: heap (128m).
     *
     * @return what it printed
     */
    static String fork(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@bin/jvm.options",
                "-Xmx" + System.getProperty("heap", "128m"),
                "-Dlogback.configurationFile=quiet-logback.xml", "-cp", System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return Programs.run(command);
    }

    /** @param arguments URL, workload, workers, seconds, arrivals per second or 0, pause in milliseconds, file of
     *        authorities if there is one */
    static void main(String[] arguments) throws IOException {
        double rate = Double.parseDouble(arguments[4]);
        int think = Integer.parseInt(arguments[5]);
        LoadSettings load = new LoadSettings(rate == 0 ? null : rate, think == 0 ? null : Duration.ofMillis(think),
                Duration.ofSeconds(Long.parseLong(arguments[3])), null, null, null, null, null);
        ProbeSettings probe = new ProbeSettings("peer", arguments[1], null, Integer.parseInt(arguments[2]), null, null,
                null, null, null, null, load, null, null, null, null, null, null, null);
        try (Probes probes = new Probes(new ProbingSettings(
                Map.of("peer", target(arguments)), Map.of("load", probe),
                false, false, Path.of("target")), "test-1", TestProbes.engine(), InstantSource.system())) {
            ProcessReading before = ProcessReading.of(ProcessHandle.current().pid());
            Run run = probes.sources().stream().filter(one -> one.name().equals("load")).map(Source::observe)
                    .flatMap(seen -> Optional.ofNullable(seen.run().orElse(null)).stream()).findFirst().orElseThrow();
            Distribution latency = run.latency();
            System.out.printf(
                    "%s, %s workers: %d operations, %.2f %% succeeded, %.0f a second, p50 %.3f ms, p95 %.3f ms,"
                            + " p99 %.3f ms, %s, %s, %s%n",
                    arguments[1], arguments[2], run.attempts(),
                    100.0 * run.successes() / run.attempts(), run.throughput(), 1e3 * latency.percentile(50),
                    1e3 * latency.percentile(95), 1e3 * latency.percentile(99), run.errors(), run.measures(),
                    run.outcome());
            System.out.printf("  the prober: %.1f s of processor time in %.1f s; %s%n", run.cost().cpuSeconds(),
                    run.measured().toNanos() / 1e9, footprint(before));
        }
    }

    private static TargetSettings target(String[] arguments) {
        return new TargetSettings(arguments[0], null, null, false, null,
                arguments.length > 6 ? Path.of(arguments[6]) : null, null);
    }

    static String footprint(ProcessReading before) throws IOException {
        ProcessReading after = ProcessReading.of(ProcessHandle.current().pid());
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(usage -> usage.getUsed()).sum();
        System.gc();
        return "%.1f s in all; heap at most %.0f MB, %.0f MB in use after the run; %d threads at most; %.0f MB resident"
                .formatted(after.cpuSeconds() - before.cpuSeconds(), peak / MB,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB,
                        ManagementFactory.getThreadMXBean().getPeakThreadCount(), after.residentBytes() / MB);
    }
}
