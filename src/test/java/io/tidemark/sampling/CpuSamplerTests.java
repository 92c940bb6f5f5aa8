package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.sampling.CpuReader.CpuTimes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSamplerTests {

    private static final Oshi OSHI = new Oshi();

    @TempDir
    private Path directory;

    @Test
    void discardsTheFirstUtilizationAndKeepsTheTimes() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  100 20 30 4000 50 6 7 8 0 0\n");

        Map<String, Double> first = Taken.from(sampler(kernel));

        assertThat(first).containsEntry("system.cpu.time{mode=\"user\"}", 1.0)
                .containsEntry("system.cpu.time{mode=\"nice\"}", 0.2)
                .containsEntry("system.cpu.time{mode=\"system\"}", 0.3)
                .containsEntry("system.cpu.time{mode=\"idle\"}", 40.0)
                .containsEntry("system.cpu.time{mode=\"iowait\"}", 0.5)
                .containsEntry("system.cpu.time{mode=\"interrupt\"}", 0.13)
                .containsEntry("system.cpu.time{mode=\"steal\"}", 0.08)
                .doesNotContainKey("system.cpu.utilization");
    }

    @Test
    void utilizationIsTheBusyAndStolenShareBetweenTwoReadings() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat",
                "cpu  100 0 100 1000 0 0 0 0\ncpu0 50 0 50 500 0 0 0 0\ncpu1 50 0 50 500 0 0 0 0\nintr 1 2\n");
        CpuSampler sampler = sampler(kernel);
        Taken.from(sampler);
        kernel.proc("stat",
                "cpu  140 0 110 1130 10 0 0 10\ncpu0 90 0 60 530 10 0 0 10\ncpu1 50 0 50 600 0 0 0 0\nintr 1 2\n");

        Map<String, Double> second = Taken.from(sampler);

        assertThat(Taken.value(second, "system.cpu.utilization")).isCloseTo(0.3, within(1e-9));
        assertThat(Taken.value(second, "system.cpu.core.utilization{cpu=\"0\"}")).isCloseTo(0.6, within(1e-9));
        assertThat(second).containsEntry("system.cpu.core.utilization{cpu=\"1\"}", 0.0);
    }

    @Test
    void waitingForDisksMayGoBackAndNothingElseDoes() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  100 0 0 1000 500 0 0 0\n");
        CpuSampler sampler = sampler(kernel);
        Taken.from(sampler);
        kernel.proc("stat", "cpu  200 0 0 1000 450 0 0 0\n");
        Map<String, Double> back = Taken.from(sampler);
        kernel.proc("stat", "cpu  200 0 0 1050 470 0 0 0\n");
        Map<String, Double> on = Taken.from(sampler);

        assertThat(back).containsEntry("system.cpu.utilization", 1.0)
                .containsEntry("system.cpu.time{mode=\"iowait\"}", 5.0);
        assertThat(on).containsEntry("system.cpu.utilization", 0.0);
        assertThat(Taken.value(on, "system.cpu.time{mode=\"iowait\"}")).isCloseTo(5.2, within(1e-9));
    }

    @Test
    void twoReadingsInOneTickMakeNoShare() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  100 0 0 1000 500 0 0 0\n");
        CpuSampler sampler = sampler(kernel);
        Taken.from(sampler);
        kernel.proc("stat", "cpu  101 0 0 1001 500 0 0 0\n");

        assertThat(Taken.from(sampler)).doesNotContainKey("system.cpu.utilization");
    }

    @Test
    void aProcessorThatGoesOfflineIsLeftOutAndComesBackWithoutAJump() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  0 0 0 100\ncpu0 0 0 0 50\ncpu1 0 0 0 50\n");
        CpuSampler sampler = sampler(kernel);
        Taken.from(sampler);
        kernel.proc("stat", "cpu  0 0 0 200\ncpu0 0 0 0 150\n");
        Map<String, Double> without = Taken.from(sampler);
        kernel.proc("stat", "cpu  0 0 0 300\ncpu0 0 0 0 250\ncpu1 90 0 0 50\n");
        Map<String, Double> returned = Taken.from(sampler);

        assertThat(without).containsKey("system.cpu.core.utilization{cpu=\"0\"}")
                .doesNotContainKey("system.cpu.core.utilization{cpu=\"1\"}");
        assertThat(returned).doesNotContainKey("system.cpu.core.utilization{cpu=\"1\"}");
    }

    @Test
    void aBigHostHasAtMost64SeriesOfCores() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", cores(500, 100));
        CpuSampler sampler = sampler(kernel);
        Taken.from(sampler);
        kernel.proc("stat", cores(500, 200));

        assertThat(Taken.from(sampler).keySet()).filteredOn(s -> s.startsWith("system.cpu.core")).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "cpu", "cpu \n", "cpu  1 2 x 4 5 6 7 8\n", "cpu  1 2\n", "\0\0\0\0",
            "cpu  99999999999999999999 1 1 1 1 1 1 1\n", "intr 5\ncpu  1 2 3 4\n", "cpu0 1 2 3 4\n"})
    void whatIsNotUnderstoodIsOneSentenceAndNoReading(String text) {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", text);

        assertThatThrownBy(() -> new CpuReader.Kernel(kernel.procfs()).read()).isInstanceOf(IOException.class)
                .hasMessage(kernel.path("proc/stat") + " is not understood");
        assertThat(Taken.from(sampler(kernel)).keySet()).noneMatch(s -> s.startsWith("system.cpu"));
    }

    @Test
    void aLineThatWasCutIsNotRead() {
        assertThat(CpuReader.Kernel.parse("cpu  1 2 3 4 5 6 7 8\ncpu0 1 2 3 4 5 6 7 8\ncpu1 1 2 3").cores())
                .containsOnlyKeys("0");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void agreesWithOshiOnThisMachine() throws IOException {
        CpuReader kernel = new CpuReader.Kernel(Procfs.KERNEL);
        CpuTimes before = kernel.read();
        // A new one, because it remembers for a while.
        CpuTimes theirs = new CpuReader.Others(new Oshi()).read();
        CpuTimes own = kernel.read();

        assertThat(own.cores()).hasSameSizeAs(theirs.cores());
        for (CpuMode mode : List.of(CpuMode.IDLE, CpuMode.USER)) {
            assertThat(theirs.all().seconds(mode)).isBetween(before.all().seconds(mode) - 1,
                    own.all().seconds(mode) + 1);
        }
    }

    @Test
    void aBusyLoopShows() {
        var threads = ManagementFactory.getThreadMXBean();
        CpuSampler sampler = new CpuSampler(CpuReader.of(Procfs.KERNEL, OSHI), OSHI);
        double before = Taken.value(Taken.from(sampler), "system.cpu.time{mode=\"user\"}");
        long start = threads.getCurrentThreadCpuTime();
        Taken.spinUntil(() -> threads.getCurrentThreadCpuTime() - start > 400_000_000L);

        Map<String, Double> after = Taken.from(sampler);

        assertThat(Taken.value(after, "system.cpu.time{mode=\"user\"}") - before).isGreaterThan(0.05);
        assertThat(Taken.value(after, "system.cpu.utilization")).isBetween(0.01, 1.0);
        assertThat(after).containsKeys("system.load.1m", "system.load.5m", "system.load.15m");
    }

    private static String cores(int count, int ticks) {
        return "cpu  " + ticks * count + " 0 0 100\n" + IntStream.range(0, count)
                .mapToObj(core -> "cpu" + core + " " + ticks + " 0 0 100 0 0 0 0 0 0\n").collect(Collectors.joining());
    }

    private static CpuSampler sampler(FakeKernel kernel) {
        return new CpuSampler(new CpuReader.Kernel(kernel.procfs()), OSHI);
    }
}
