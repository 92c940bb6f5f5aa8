package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureSamplerTests {

    private static final String V2 = """
            usage_usec 5000000
            user_usec 4000000
            system_usec 1000000
            nr_periods 100
            nr_throttled 7
            throttled_usec 2500000
            """;
    private static final String V1 = """
            nr_periods 100
            nr_throttled 7
            throttled_time 1500000000
            """;

    @TempDir
    private Path directory;

    @Test
    void tellsStalledSecondsOfWhatTheKernelHas() {
        FakeKernel kernel = kernel().proc("pressure/cpu", "some avg10=1.39 avg60=0.93 avg300=1.98 total=27108010\n")
                .proc("pressure/io", """
                        some avg10=0.06 avg60=0.02 avg300=0.01 total=1703004
                        full avg10=0.06 avg60=0.02 avg300=0.00 total=1513488
                        """);

        assertThat(Taken.from(sampler(kernel))).containsExactlyInAnyOrderEntriesOf(Map.of(
                "system.pressure{kind=\"some\",resource=\"cpu\"}", 27.10801,
                "system.pressure{kind=\"some\",resource=\"io\"}", 1.703004,
                "system.pressure{kind=\"full\",resource=\"io\"}", 1.513488));
    }

    @Test
    void isNoSourceWhereTheKernelTellsNothing() {
        assertThat(sampler(kernel()).offered()).isFalse();
        assertThat(sampler(kernel().proc("pressure/cpu", "")).offered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"some avg10=0 total=\n", "some avg10=0\n", "some total=x\n",
            "some total=99999999999999999999\n"})
    void garbageInsteadOfPressureIsRefused(String text) {
        FakeKernel kernel = kernel().proc("pressure/cpu", text);

        assertThatThrownBy(() -> Pressure.read(new TextReader(), kernel.procfs(), "cpu"))
                .isInstanceOf(IOException.class).hasMessageEndingWith("pressure/cpu is not understood");
    }

    @Test
    void oneResourceThatCannotBeReadAnyMoreDoesNotCostTheOthers() {
        FakeKernel kernel = kernel().proc("pressure/cpu", "some total=1\n").proc("pressure/io", "some total=2\n");
        PressureSampler sampler = sampler(kernel);
        kernel.remove("proc/pressure/cpu");

        assertThat(Taken.from(sampler)).containsOnlyKeys("system.pressure{kind=\"some\",resource=\"io\"}");
    }

    @Test
    void readsTheQuotaOfAContainerOfVersion2() {
        FakeKernel kernel = kernel().proc("self/cgroup", "0::/\n").proc("self/mountinfo",
                "30 24 0:26 / " + at("sys/fs/cgroup") + " ro,nosuid - cgroup2 cgroup rw,nsdelegate\n")
                .sys("fs/cgroup/cpu.stat", V2);

        assertThat(Taken.from(sampler(kernel))).containsOnly(Map.entry("container.throttled", 2.5));
    }

    @Test
    void readsTheQuotaOfAServiceOfVersion2() {
        FakeKernel kernel = kernel().proc("self/cgroup", "0::/system.slice/tidemark.service\n")
                .proc("self/mountinfo",
                        "30 24 0:26 / " + at("sys/fs/cgroup") + " rw - cgroup2 cgroup2 rw,nsdelegate\n")
                .sys("fs/cgroup/cpu.stat", "usage_usec 1\n")
                .sys("fs/cgroup/system.slice/tidemark.service/cpu.stat", V2);

        assertThat(Taken.from(sampler(kernel))).containsOnly(Map.entry("container.throttled", 2.5));
    }

    @Test
    void readsTheQuotaOfAContainerOfVersion1() {
        FakeKernel kernel = kernel().proc("self/cgroup", """
                5:memory:/docker/abc
                4:cpu,cpuacct:/docker/abc
                1:name=systemd:/docker/abc
                """).proc("self/mountinfo", """
                33 31 0:30 /docker/abc %1$s/memory ro - cgroup cgroup rw,memory
                34 31 0:31 /docker/abc %1$s/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
                """.formatted(at("sys/fs/cgroup"))).sys("fs/cgroup/cpu,cpuacct/cpu.stat", V1);

        assertThat(Taken.from(sampler(kernel))).containsOnly(Map.entry("container.throttled", 1.5));
    }

    @Test
    void onMixedSystemsTheVersionThatHasTheProcessorIsRead() {
        FakeKernel kernel = kernel().proc("self/cgroup", "3:cpu:/app\n0::/app\n").proc("self/mountinfo", """
                32 31 0:29 / %1$s/cpu rw,relatime - cgroup cgroup rw,cpu
                41 31 0:38 / %1$s/unified rw,relatime - cgroup2 cgroup2 rw
                """.formatted(at("sys/fs/cgroup"))).sys("fs/cgroup/cpu/app/cpu.stat", V1)
                .sys("fs/cgroup/unified/app/cpu.stat", V2);

        assertThat(Taken.from(sampler(kernel))).containsOnly(Map.entry("container.throttled", 1.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "0::", ":::::", "4:cpu:/gone\n", "\0\n0::/../../etc\n"})
    void hostileGroupsAreNoQuota(String groups) {
        FakeKernel kernel = kernel().proc("self/cgroup", groups).proc("self/mountinfo",
                "30 24 0:26 / " + at("sys/fs/cgroup") + " ro - cgroup2 cgroup rw\n- - -\n30 24\n - cgroup2\n");

        assertThat(new CgroupCpu(kernel.procfs()).offered()).isFalse();
    }

    @Test
    void readsWhatThisMachineHas() {
        assertThat(Taken.from(sampler(Procfs.KERNEL)).values()).allMatch(v -> v >= 0);
    }

    private FakeKernel kernel() {
        return new FakeKernel(directory);
    }

    private String at(String path) {
        return directory.resolve(path).toString();
    }

    private static PressureSampler sampler(FakeKernel kernel) {
        return sampler(kernel.procfs());
    }

    private static PressureSampler sampler(Procfs procfs) {
        return new PressureSampler(procfs, new CgroupCpu(procfs));
    }
}
