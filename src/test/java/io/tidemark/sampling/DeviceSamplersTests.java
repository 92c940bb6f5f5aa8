package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks and network devices: what comes, goes and is not to be counted. */
class DeviceSamplersTests {

    private static final Oshi OSHI = new Oshi();

    @TempDir
    private Path directory;

    @Test
    void countsWholeDisksOnly() {
        FakeKernel kernel = kernel().proc("diskstats", """
                   7       0 loop0 5 0 10 0 0 0 0 0 0 1 1
                   1       0 ram0 5 0 10 0 0 0 0 0 0 1 1
                 253       0 zram0 5 0 10 0 0 0 0 0 0 1 1
                 259       0 nvme0n1 100 2 2000 7 300 4 4000 9 3 1500 20 0 0 0 0 5 6
                 259       1 nvme0n1p1 90 2 1900 7 290 4 3900 9 0 1400 20 0 0 0 0 5 6
                 202       1 xvda1 1 0 8 0 1 0 16 0 0 250 0
                """).sys("block/nvme0n1/size", "1").sys("block/xvda1/size", "1");

        Map<String, Double> taken = Taken.from(new DiskSampler(kernel.procfs(), OSHI));
        assertThat(taken).hasSize(18).containsAllEntriesOf(Map.of("system.disk.read{device=\"xvda1\"}", 4096.0,
                "system.disk.written{device=\"xvda1\"}", 8192.0, "system.disk.busy{device=\"xvda1\"}", 0.25));
        assertThat(taken).containsAllEntriesOf(Map.of("system.disk.read{device=\"nvme0n1\"}", 1_024_000.0,
                "system.disk.written{device=\"nvme0n1\"}", 2_048_000.0, "system.disk.busy{device=\"nvme0n1\"}", 1.5,
                "system.disk.reads{device=\"nvme0n1\"}", 100.0, "system.disk.writes{device=\"nvme0n1\"}", 300.0,
                "system.disk.read_time{device=\"nvme0n1\"}", 0.007, "system.disk.write_time{device=\"nvme0n1\"}", 0.009,
                "system.disk.pending_operations{device=\"nvme0n1\"}", 3.0,
                "system.disk.queue_time{device=\"nvme0n1\"}", 0.02));
    }

    @Test
    void aDiskThatVanishesIsLeftOutAndTheOthersGoOn() {
        FakeKernel kernel = kernel().proc("diskstats",
                "8 0 sda 1 0 2 0 1 0 2 0 0 5 0\n8 16 sdb 1 0 2 0 1 0 2 0 0 5 0\n");
        DiskSampler sampler = new DiskSampler(kernel.procfs(), OSHI);
        assertThat(Taken.from(sampler)).hasSize(18);
        kernel.proc("diskstats", "8 16 sdb 1 0 4 0 1 0 2 0 0 5 0\n");

        assertThat(Taken.from(sampler)).hasSize(9).containsEntry("system.disk.read{device=\"sdb\"}", 2048.0);
    }

    @Test
    void manyDisksMakeABoundedNumberOfSeriesAndOneThatGoesMakesRoom() {
        FakeKernel kernel = kernel().proc("diskstats", disks(0, 200));
        DiskSampler sampler = new DiskSampler(kernel.procfs(), OSHI);
        assertThat(Taken.from(sampler)).hasSize(32 * 9).containsKey("system.disk.read{device=\"sd0\"}");

        kernel.proc("diskstats", disks(100, 110));
        assertThat(Taken.from(sampler)).isEmpty();
        assertThat(Taken.from(sampler)).hasSize(90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8 0 sda\n", "8 0 sda a b c d e f g h i j\n", "8\n", "\0", "8 0 sda 1 0 -\n",
            "8 0 sda 1 0 2 0 1 0 2 0 0 5\n"})
    void garbageInsteadOfDisksIsOneSentence(String text) {
        FakeKernel kernel = kernel().proc("diskstats", text);

        assertThatThrownBy(() -> new DiskSampler(kernel.procfs(), OSHI).read(new Readings(Instant.EPOCH)))
                .isInstanceOf(IOException.class).hasMessage(kernel.path("proc/diskstats") + " is not understood");
    }

    @Test
    void countsDevicesThatCarrySomething() {
        FakeKernel kernel = kernel().proc("net/dev",
                """
                        Inter-|   Receive                                                |  Transmit
                         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                            lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
                          ifb0:       1       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
                        vethab:       1       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
                          eth1:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
                          eth0:273476189    7313    3    5    0     0          0         0   689652    4888    4    6    0     0       0          0
                        """);

        assertThat(Taken.from(new NetworkSampler(kernel.procfs(), OSHI))).containsExactlyInAnyOrderEntriesOf(Map.of(
                "system.network.received{device=\"eth0\"}", 273_476_189.0,
                "system.network.sent{device=\"eth0\"}", 689_652.0, "system.network.errors{device=\"eth0\"}", 7.0,
                "system.network.dropped{device=\"eth0\"}", 11.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\neth0 1 2\n", "a\nb\neth0: 1 2 3\n", "a\nb\neth0: x\n"})
    void garbageInsteadOfNetworkDevicesIsOneSentence(String text) {
        FakeKernel kernel = kernel().proc("net/dev", text);

        Readings readings = new Readings(Instant.EPOCH);
        new NetworkSampler(kernel.procfs(), OSHI).read(readings);
        assertThat(readings.failures()).containsExactly(kernel.path("proc/net/dev") + " is not understood");
    }

    @Test
    void noNetworkAtAllIsAnEmptyReading() {
        FakeKernel kernel = kernel().proc("net/dev", "Inter-|\n face |\n");

        assertThat(Taken.from(new NetworkSampler(kernel.procfs(), OSHI))).isEmpty();
    }

    @Test
    void readsWhatThisMachineHas() {
        assertThat(Taken.from(new DiskSampler(Procfs.KERNEL, OSHI)).values()).allMatch(v -> v >= 0);
        assertThat(Taken.from(new NetworkSampler(Procfs.KERNEL, OSHI)).values()).allMatch(v -> v >= 0);
    }

    @Test
    void otherSystemsAreReadThroughOshi() {
        Procfs nowhere = new Procfs(directory.resolve("no"), directory.resolve("no"));

        assertThat(Taken.from(new DiskSampler(nowhere, OSHI)).values()).allMatch(v -> v >= 0);
        assertThat(Taken.from(new NetworkSampler(nowhere, OSHI)).values()).allMatch(v -> v >= 0);
        assertThat(Taken.from(ProcessesSamplerTests.sampler(nowhere, OSHI))).hasSize(4);
    }

    private FakeKernel kernel() {
        return new FakeKernel(directory);
    }

    private static String disks(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "8 " + i + " sd" + i + " 1 0 2 0 1 0 2 0 0 5 0\n")
                .collect(Collectors.joining());
    }
}
