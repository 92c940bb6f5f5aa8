package io.tidemark.sampling;

import io.tidemark.metric.BusiestProcess;
import io.tidemark.metric.HostConditions;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Makes a source of every sampler in this package and of every watched process. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
class SamplingConfiguration {

    private static final double PERCENT = 100;

    @Bean
    Procfs procfs() {
        return Procfs.KERNEL;
    }

    @Bean
    Oshi oshi() {
        return new Oshi();
    }

    @Bean
    CpuReader cpuReader(Procfs procfs, Oshi oshi) {
        return CpuReader.of(procfs, oshi);
    }

    @Bean
    CgroupCpu cgroupCpu(Procfs procfs) {
        return new CgroupCpu(procfs);
    }

    @Bean
    Garbage garbage() {
        return new Garbage();
    }

    @Bean
    ProcessTable processTable(Procfs procfs, Oshi oshi) {
        return procfs.present()
                ? new KernelProcesses(procfs, () -> oshi.hardware().getMemory().getPageSize(), System::nanoTime,
                        Patience.USUAL)
                : new OshiProcesses(oshi);
    }

    @Bean
    WatchedProcesses pidsOfWatchedProcesses(SamplingSettings.Processes watched, ProcessTable table) {
        return new WatchedProcesses(WatchedPids.all(watched, table, System::nanoTime, Patience.USUAL));
    }

    @Bean
    HostConditions hostConditions(CpuReader processors, Procfs procfs, CgroupCpu cgroup, Garbage garbage,
            ProcessTable table, WatchedProcesses watched) {
        return new HostWatch(processors, procfs, cgroup, garbage,
                new ProcessUsage(table, watched.byName, count(processors)), System::nanoTime);
    }

    @Bean
    ProcessSamplers processSamplers(WatchedProcesses watched, ProcessTable table, CpuReader processors) {
        return new ProcessSamplers(ProcessSampler.all(watched.byName, table, count(processors), System::nanoTime));
    }

    @Bean
    Budget budget(SamplingSettings settings) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new Budget(settings.budget() / PERCENT, System::nanoTime,
                threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : () -> 0);
    }

    @Bean
    TopLooks topProcesses(ProcessTable table, CpuReader processors, InstantSource clock) {
        return new TopLooks(table, count(processors), clock, System::nanoTime);
    }

    @Bean
    BusiestProcess busiestProcess(TopProcesses top) {
        return () -> top.last().flatMap(TopProcesses.Top::busiest);
    }

    @Bean
    Sources.Provider hostSources(List<Sampler> samplers, ProcessSamplers processes, SamplingSettings settings,
            Budget budget, InstanceName instance, InstantSource clock) {
        List<Sampler> offered = Stream.concat(samplers.stream(), processes.samplers.stream())
                .filter(Sampler::offered).sorted(Comparator.comparing(Sampler::name)).toList();
        settings.refuseOthersThan(offered.stream().map(Sampler::name).toList());
        List<Source> sources = offered.stream().<Source>map(sampler -> new SamplerSource(sampler, budget.pace(
                settings.interval(sampler.name(), sampler.usualInterval()), sampler.essential()), instance, clock))
                .toList();
        return () -> sources;
    }

    /** Those of the host, which a container's limit hides from the JVM; OSHI is not waited for at the start. */
    private static int count(CpuReader processors) {
        try {
            return processors instanceof CpuReader.Kernel kernel
                    ? Math.max(1, kernel.read().cores().size())
                    : Runtime.getRuntime().availableProcessors();
        } catch (IOException _) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** What samplers look for, and runs ask of. */
    record WatchedProcesses(Map<String, WatchedPids> byName) implements AutoCloseable {

        @Override
        public void close() {
            byName.values().forEach(WatchedPids::close);
        }
    }

    /** Samplers that are made from settings rather than found. */
    record ProcessSamplers(List<ProcessSampler> samplers) {}
}
