package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.HostConditions.Conditions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTests {

    private final Turned clock = new Turned();

    @TempDir
    private Path directory;

    @Test
    void comparesBeforeAndAfter() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  0 0 0 100 0 0 0 0\n")
                .proc("pressure/cpu", "some total=1000000\n").proc("self/cgroup", "0::/\n")
                .proc("self/mountinfo", "1 1 0:1 / " + directory.resolve("sys") + " rw - cgroup2 cgroup2 rw\n");
        kernel.sys("cpu.stat", "throttled_usec 1000000\n");
        try (Garbage garbage = new Garbage()) {
            HostConditions.Watch watch = watch(kernel, garbage).watch(null);
            clock.forward(Duration.ofSeconds(2));
            kernel.proc("stat", "cpu  100 0 0 280 0 0 0 20\n").proc("pressure/cpu", "some total=1500000\n")
                    .sys("cpu.stat", "throttled_usec 1300000\n");

            Conditions seen = watch.end().conditions();

            assertThat(seen.cpuUtilization()).isCloseTo(0.4, within(1e-9));
            assertThat(seen.stealShare()).isCloseTo(20 / 300.0, within(1e-9));
            assertThat(seen.cpuPressure()).isCloseTo(0.25, within(1e-9));
            assertThat(seen.throttledSeconds()).isCloseTo(0.3, within(1e-9));
            assertThat(seen.gcPauseSeconds()).isNotNegative();
        }
    }

    @Test
    void whatIsNotOfferedIsNull() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "garbage");
        try (Garbage garbage = new Garbage()) {
            Conditions seen = watch(kernel, garbage).watch(null).end().conditions();

            assertThat(seen.cpuUtilization()).isNull();
            assertThat(seen.stealShare()).isNull();
            assertThat(seen.cpuPressure()).isNull();
            assertThat(seen.throttledSeconds()).isNull();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesABusyLoopAndItsOwnGarbageCollectionOnThisMachine() {
        var threads = ManagementFactory.getThreadMXBean();
        CgroupCpu cgroup = new CgroupCpu(Procfs.KERNEL);
        try (Garbage garbage = new Garbage()) {
            HostConditions.Watch watch = new HostWatch(new CpuReader.Kernel(Procfs.KERNEL), Procfs.KERNEL, cgroup,
                    garbage, nobody(), System::nanoTime).watch(null);
            long start = threads.getCurrentThreadCpuTime();
            Taken.spinUntil(() -> threads.getCurrentThreadCpuTime() - start > 200_000_000L);
            System.gc();

            Conditions seen = watch.end().conditions();

            assertThat(seen.cpuUtilization()).isBetween(0.01, 1.0);
            assertThat(seen.stealShare()).isBetween(0.0, 1.0);
            assertThat(seen.gcPauseSeconds()).isPositive();
        }
    }

    private HostWatch watch(FakeKernel kernel, Garbage garbage) {
        return new HostWatch(new CpuReader.Kernel(kernel.procfs()), kernel.procfs(), new CgroupCpu(kernel.procfs()),
                garbage, nobody(), clock);
    }

    private ProcessUsage nobody() {
        return new ProcessUsage(new KernelProcesses(Procfs.KERNEL, () -> 4096, clock, Taken.PATIENTLY), Map.of(), 1);
    }
}
