package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a control group uses and may use, over both versions and over what is written there in bad faith. */
class ContainerTests {

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

    private final Turned clock = new Turned();

    @TempDir
    private Path directory;

    @Test
    void readsAContainerOfVersion2() {
        FakeKernel kernel = version2("/").sys("fs/cgroup/cpu.stat", V2).sys("fs/cgroup/cpu.max", "150000 100000\n")
                .sys("fs/cgroup/memory.current", "400000000\n").sys("fs/cgroup/memory.max", "500000000\n")
                .sys("fs/cgroup/memory.stat", "anon 1\ninactive_file 100000000\n")
                .sys("fs/cgroup/memory.events", "low 0\nmax 3\noom 2\noom_kill 1\n");

        assertThat(taken(container(kernel))).containsExactlyInAnyOrderEntriesOf(Map.of("container.throttled", 2.5,
                "container.cpu.time", 5.0, "container.cpu.limit", 1.5, "container.memory.usage", 400e6,
                "container.memory.limit", 500e6, "container.memory.working_set", 300e6,
                "container.memory.utilization", 0.6, "container.oom_kills", 1.0));
    }

    @Test
    void theShareOfTheProcessorsIsThatOfTheLimit() {
        FakeKernel kernel = version2("/").sys("fs/cgroup/cpu.stat", V2).sys("fs/cgroup/cpu.max", "150000 100000\n");
        Container container = container(kernel);
        assertThat(taken(container)).doesNotContainKey("container.cpu.utilization");

        clock.forward(Duration.ofSeconds(2));
        kernel.sys("fs/cgroup/cpu.stat", V2.replace("usage_usec 5000000", "usage_usec 6500000"));
        assertThat(taken(container)).containsEntry("container.cpu.utilization", 0.5);

        clock.forward(Duration.ofSeconds(2));
        kernel.sys("fs/cgroup/cpu.stat", V2.replace("usage_usec 5000000", "usage_usec 10"));
        assertThat(taken(container)).as("a counter that goes back").containsEntry("container.cpu.utilization", 0.0);
    }

    @Test
    void theSmallestLimitOfTheGroupAndThoseAboveItHolds() {
        FakeKernel kernel = version2("/system.slice/tidemark.service").sys("fs/cgroup/cpu.stat", "usage_usec 1\n")
                .sys("fs/cgroup/system.slice/cpu.max", "50000 100000\n")
                .sys("fs/cgroup/system.slice/memory.max", "1000\n")
                .sys("fs/cgroup/system.slice/tidemark.service/cpu.stat", V2)
                .sys("fs/cgroup/system.slice/tidemark.service/cpu.max", "max 100000\n")
                .sys("fs/cgroup/system.slice/tidemark.service/memory.current", "100\n")
                .sys("fs/cgroup/system.slice/tidemark.service/memory.stat", "inactive_file 0\n")
                .sys("fs/cgroup/system.slice/tidemark.service/memory.max", "max\n");

        assertThat(taken(container(kernel))).containsEntry("container.throttled", 2.5)
                .containsEntry("container.cpu.limit", 0.5).containsEntry("container.memory.limit", 1000.0)
                .containsEntry("container.memory.utilization", 0.1);
    }

    @Test
    void withoutALimitThereIsNoShare() {
        FakeKernel kernel = version2("/app").sys("fs/cgroup/app/cpu.stat", V2)
                .sys("fs/cgroup/app/cpu.max", "max 100000\n").sys("fs/cgroup/app/memory.current", "100\n")
                .sys("fs/cgroup/app/memory.stat", "inactive_file 40\n").sys("fs/cgroup/app/memory.max", "max\n");

        assertThat(taken(container(kernel))).containsExactlyInAnyOrderEntriesOf(Map.of("container.throttled", 2.5,
                "container.cpu.time", 5.0, "container.memory.usage", 100.0, "container.memory.working_set", 60.0));
    }

    @Test
    void readsAContainerOfVersion1() {
        FakeKernel kernel = new FakeKernel(directory).proc("self/cgroup", """
                5:memory:/docker/abc
                4:cpu,cpuacct:/docker/abc
                1:name=systemd:/docker/abc
                """).proc("self/mountinfo", """
                33 31 0:30 /docker/abc %1$s/memory ro - cgroup cgroup rw,memory
                34 31 0:31 /docker/abc %1$s/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
                """.formatted(at("sys/fs/cgroup"))).sys("fs/cgroup/cpu,cpuacct/cpu.stat", V1)
                .sys("fs/cgroup/cpu,cpuacct/cpuacct.usage", "7000000000\n")
                .sys("fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n")
                .sys("fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n")
                .sys("fs/cgroup/memory/memory.usage_in_bytes", "300\n")
                .sys("fs/cgroup/memory/memory.limit_in_bytes", "1000\n")
                .sys("fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 50\n")
                .sys("fs/cgroup/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n");

        assertThat(taken(container(kernel))).containsExactlyInAnyOrderEntriesOf(Map.of("container.throttled", 1.5,
                "container.cpu.time", 7.0, "container.cpu.limit", 2.0, "container.memory.usage", 300.0,
                "container.memory.limit", 1000.0, "container.memory.working_set", 250.0,
                "container.memory.utilization", 0.25, "container.oom_kills", 4.0));
    }

    @Test
    void theTopmostGroupOfVersion1WithoutALimitIsTheMachineAndNoContainer() {
        FakeKernel kernel = new FakeKernel(directory).proc("self/cgroup", "5:memory:/\n4:cpu,cpuacct:/\n")
                .proc("self/mountinfo", """
                        33 31 0:30 / %1$s/memory rw - cgroup cgroup rw,memory
                        34 31 0:31 / %1$s/cpu rw - cgroup cgroup rw,cpu,cpuacct
                        """.formatted(at("sys/fs/cgroup"))).sys("fs/cgroup/cpu/cpu.stat", "nr_periods 0\n")
                .sys("fs/cgroup/cpu/cpuacct.usage", "7000000000\n")
                .sys("fs/cgroup/memory/memory.usage_in_bytes", "300\n")
                .sys("fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(container(kernel).offered()).isFalse();
        assertThat(taken(container(kernel))).isEmpty();
    }

    @Test
    void onMixedSystemsTheVersionThatHasTheProcessorIsRead() {
        FakeKernel kernel = new FakeKernel(directory).proc("self/cgroup", "3:cpu:/app\n0::/app\n")
                .proc("self/mountinfo", """
                        32 31 0:29 / %1$s/cpu rw,relatime - cgroup cgroup rw,cpu
                        41 31 0:38 / %1$s/unified rw,relatime - cgroup2 cgroup2 rw
                        """.formatted(at("sys/fs/cgroup"))).sys("fs/cgroup/cpu/app/cpu.stat", V1)
                .sys("fs/cgroup/unified/app/cpu.stat", V2);

        assertThat(taken(container(kernel))).containsOnly(Map.entry("container.throttled", 1.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "0::", ":::::", "4:cpu:/gone\n", "\0\n0::/../../etc\n"})
    void hostileGroupsAreNoQuota(String groups) {
        FakeKernel kernel = new FakeKernel(directory).proc("self/cgroup", groups).proc("self/mountinfo",
                "30 24 0:26 / " + at("sys/fs/cgroup") + " ro - cgroup2 cgroup rw\n- - -\n30 24\n - cgroup2\n");

        assertThat(new CgroupCpu(kernel.procfs()).offered()).isFalse();
        assertThat(container(kernel).offered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "max", "-5 100000", "1 0", "1 x", "99999999999999999999 1"})
    void aLimitThatIsNotUnderstoodIsNone(String limit) {
        FakeKernel kernel = version2("/").sys("fs/cgroup/cpu.stat", V2).sys("fs/cgroup/cpu.max", limit);

        assertThat(taken(container(kernel))).containsOnlyKeys("container.throttled", "container.cpu.time");
    }

    @Test
    void aGroupThatVanishesIsToldAndCostsNothingElse() {
        FakeKernel kernel = version2("/").sys("fs/cgroup/cpu.stat", V2).sys("fs/cgroup/memory.current", "9\n")
                .sys("fs/cgroup/memory.stat", "inactive_file 4\n");
        Container container = container(kernel);
        kernel.remove("sys/fs/cgroup/memory.current");
        Readings readings = new Readings(Instant.EPOCH);
        container.read(readings);

        assertThat(readings.failures()).isNotEmpty();
        assertThat(Taken.by(readings)).containsOnlyKeys("container.throttled", "container.cpu.time");
    }

    private FakeKernel version2(String group) {
        return new FakeKernel(directory).proc("self/cgroup", "0::" + group + "\n").proc("self/mountinfo",
                "30 24 0:26 / " + at("sys/fs/cgroup") + " ro,nosuid - cgroup2 cgroup rw,nsdelegate\n");
    }

    private String at(String path) {
        return directory.resolve(path).toString();
    }

    private Container container(FakeKernel kernel) {
        Procfs procfs = kernel.procfs();
        return new Container(new CgroupCpu(procfs), new CgroupMemory(procfs, clock), clock);
    }

    private static Map<String, Double> taken(Container container) {
        Readings readings = new Readings(Instant.EPOCH);
        container.read(readings);
        return Taken.by(readings);
    }
}
