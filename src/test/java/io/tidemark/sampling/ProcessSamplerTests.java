package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.sampling.ProcessTable.Entry;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessSamplerTests {

    private static final Oshi OSHI = new Oshi();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Turned clock = new Turned();
    private final Listed table = new Listed();

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void ownFiguresAreThisProcess() throws IOException {
        ProcessSampler self = ProcessSampler.self(kernel(), 2, System::nanoTime);
        Map<String, Double> first = Taken.from(self);
        List<AutoCloseable> files = open(50);
        long start = cpu();
        Taken.spinUntil(() -> cpu() - start > 300_000_000L);

        Map<String, Double> after = Taken.from(self);

        assertThat(first).containsEntry(self("up"), 1.0).doesNotContainKey(self("cpu.utilization"));
        assertThat(Taken.value(after, self("cpu.time")) - Taken.value(first, self("cpu.time"))).isGreaterThan(0.25);
        assertThat(Taken.value(after, self("cpu.utilization"))).isBetween(0.02, 1.0);
        assertThat(Taken.value(after, self("open_files")) - Taken.value(first, self("open_files"))).isBetween(40.0,
                80.0);
        assertThat(Taken.value(after, self("max_files"))).isGreaterThan(Taken.value(after, self("open_files")));
        assertThat(Taken.value(after, self("threads"))).isGreaterThanOrEqualTo(
                ManagementFactory.getThreadMXBean().getThreadCount() - 3.0);
        assertThat(Taken.value(after, self("virtual"))).isGreaterThan(Taken.value(after, self("resident")));
        close(files);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void touchedMemoryIsResident() {
        ProcessSampler self = ProcessSampler.self(kernel(), 2, System::nanoTime);
        double before = Taken.value(Taken.from(self), self("resident"));
        var memory = ByteBuffer.allocateDirect(64 << 20);
        for (int i = 0; i < memory.capacity(); i += 4096) {
            memory.put(i, (byte) 1);
        }

        assertThat(Taken.value(Taken.from(self), self("resident")) - before).isGreaterThan(50e6);
        assertThat(memory.get(0)).isEqualTo((byte) 1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void agreesWithOshiAboutThisProcess() throws IOException {
        long pid = ProcessHandle.current().pid();
        Reading own = kernel().read(pid).orElseThrow();
        Reading theirs = new OshiProcesses(OSHI).read(pid).orElseThrow();

        assertThat(own.cpuSeconds()).isCloseTo(theirs.cpuSeconds(), within(0.5));
        assertThat(own.resident()).isCloseTo(theirs.resident(), within(30e6));
        assertThat(own.openFiles()).isCloseTo(theirs.openFiles(), within(10.0));
        assertThat(own.maxFiles()).isEqualTo(theirs.maxFiles());
        assertThat(new OshiProcesses(OSHI).look().entries()).anyMatch(e -> e.identity().pid() == pid);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildThatIsKilledGoesDownAndUpAgainWhenItIsStarted() throws Exception {
        ProcessSampler shop = watched(new ProcessSettings(null, "sleep 4711"), kernel());
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));

        Process child = new ProcessBuilder("sleep", "4711").start();
        clock.forward(Duration.ofSeconds(10));
        assertThat(Taken.from(shop)).containsEntry(shop("up"), 1.0).containsEntry(shop("threads"), 1.0);

        child.destroyForcibly().waitFor();
        clock.forward(SECOND);
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));

        Process again = new ProcessBuilder("sleep", "4711").start();
        try {
            clock.forward(Duration.ofSeconds(2));
            Map<String, Double> back = Taken.from(shop);
            assertThat(back).containsEntry(shop("up"), 1.0).doesNotContainKey(shop("cpu.utilization"));
            assertThat(Taken.value(back, shop("cpu.time"))).isBetween(0.0, 0.1);
        } finally {
            again.destroyForcibly().waitFor();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsByExecutableAlsoWhenItsNameIsCut() throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("a-name-of-more-than-15"));
        Process child = new ProcessBuilder(program.toString(), "4712").start();
        try {
            assertThat(Taken.from(watched(new ProcessSettings("a-name-of-more-than-15", null), kernel())))
                    .containsEntry(shop("up"), 1.0);
            assertThat(Taken.from(watched(new ProcessSettings("a-name-of-more-than-16", null), kernel())))
                    .containsEntry(shop("up"), 0.0);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void severalOfOnePatternAreAddedUp() {
        table.run(10, 1, 5.0).run(11, 1, 7.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        assertThat(Taken.from(shop)).containsEntry(shop("cpu.time"), 12.0).containsEntry(shop("resident"), 200.0);

        clock.forward(SECOND);
        table.run(10, 1, 5.5).run(11, 1, 7.3);
        Map<String, Double> later = Taken.from(shop);

        assertThat(Taken.value(later, shop("cpu.utilization"))).isCloseTo(0.4, within(1e-9));
        assertThat(Taken.value(later, shop("cpu.time"))).isCloseTo(12.8, within(1e-9));
    }

    @Test
    void aRestartMakesNeitherNegativeNorHugeRates() {
        table.run(10, 1, 5000.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        Taken.from(shop);
        clock.forward(Duration.ofSeconds(3));
        table.end(10).run(20, 2, 9.0);
        Map<String, Double> restarted = Taken.from(shop);
        clock.forward(SECOND);
        table.run(20, 2, 9.5);
        Map<String, Double> on = Taken.from(shop);

        assertThat(restarted).containsEntry(shop("up"), 1.0).containsEntry(shop("cpu.time"), 5000.0)
                .doesNotContainKey(shop("cpu.utilization"));
        assertThat(on).containsEntry(shop("cpu.time"), 5000.5).containsEntry(shop("cpu.utilization"), 0.25);
    }

    @Test
    void aPidThatIsUsedAgainByAnotherProgramIsNotOurs() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        Taken.from(shop);
        clock.forward(Duration.ofSeconds(3));
        table.end(10).runOther(10, 2, 90.0);

        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));
    }

    @Test
    void looksThroughAllProcessesEveryTenSecondsAndSoonerOnlyAfterALoss() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        seconds(shop, 20);
        assertThat(table.looks).isEqualTo(2);

        table.end(10);
        seconds(shop, 60);
        assertThat(table.looks).isBetween(8, 11);

        table.run(12, 3, 1.0);
        seconds(shop, 10);
        assertThat(Taken.from(shop)).containsEntry(shop("up"), 1.0);
    }

    @Test
    void withoutACompleteLookNothingIsSaidAndTheNextOneComesSoon() {
        table.complete = false;
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        assertThat(Taken.from(shop)).isEmpty();

        table.complete = true;
        clock.forward(Duration.ofSeconds(2));
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));
    }

    @Test
    void oneThatComesUpAndFallsDownAllTheTimeIsNotLookedForEverySecond() {
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        for (int i = 0; i < 60; i++) {
            table.run(100 + i, i, 1.0).end(99 + i);
            seconds(shop, 1);
        }
        assertThat(table.looks).isLessThanOrEqualTo(31);
    }

    @Test
    void whatMayNotBeReadIsLeftOutAlsoFromTheSum() {
        table.run(10, 1, 5.0).running.put(11L,
                new Reading(new Identity(11, 1), 1, 100, 200, 1, Double.NaN, Double.NaN));
        table.names.put(11L, "shop");

        assertThat(Taken.from(watched(new ProcessSettings("shop", null), table)))
                .doesNotContainKeys(shop("open_files"), shop("max_files")).containsEntry(shop("resident"), 200.0);
    }

    @Test
    void twoReadingsAtOnceMakeNoShare() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        Taken.from(shop);
        clock.forward(Duration.ofMillis(1));
        table.run(10, 1, 5.01);

        assertThat(Taken.from(shop)).doesNotContainKey(shop("cpu.utilization"));
    }

    @Test
    void theShareIsNeverAboveOne() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null), table);
        Taken.from(shop);
        clock.forward(Duration.ofMillis(100));
        table.run(10, 1, 5.3);

        assertThat(Taken.from(shop)).containsEntry(shop("cpu.utilization"), 1.0);
    }

    @Test
    void ownProcessCarriesTheShippedRule() {
        assertThat(ProcessSampler.self(table, 2, clock).rules()).singleElement()
                .satisfies(rule -> assertThat(rule.text()).isEqualTo(
                        "builtin-resident: process.resident{process=\"self\"} < 500MB for 5m as warning"));
        assertThat(watched(new ProcessSettings("shop", null), table).rules()).isEmpty();
    }

    private ProcessSampler watched(ProcessSettings settings, ProcessTable processes) {
        return ProcessSampler.all(
                WatchedPids.all(new SamplingSettings.Processes(Map.of("shop", settings)), processes, clock), processes,
                2, clock).get(1);
    }

    private void seconds(ProcessSampler sampler, int count) {
        for (int i = 0; i < count; i++) {
            Taken.from(sampler);
            clock.forward(SECOND);
        }
    }

    private KernelProcesses kernel() {
        return new KernelProcesses(Procfs.KERNEL, () -> OSHI.hardware().getMemory().getPageSize(), clock);
    }

    private List<AutoCloseable> open(int count) throws IOException {
        List<AutoCloseable> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Files.newOutputStream(directory.resolve("file" + i)));
        }
        return files;
    }

    private static void close(List<AutoCloseable> files) {
        files.forEach(file -> {
            try {
                file.close();
            } catch (Exception e) {
                throw new UncheckedIOException(new IOException(e));
            }
        });
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String self(String measure) {
        return "process." + measure + "{process=\"self\"}";
    }

    private static String shop(String measure) {
        return "process." + measure + "{process=\"shop\"}";
    }

    /** Processes as told. */
    private static final class Listed implements ProcessTable {

        private final Map<Long, Reading> running = new TreeMap<>();
        private final Map<Long, String> names = new TreeMap<>();
        private int looks;
        private boolean complete = true;

        Listed run(long pid, long started, double cpuSeconds) {
            return run(pid, started, cpuSeconds, "shop");
        }

        Listed runOther(long pid, long started, double cpuSeconds) {
            return run(pid, started, cpuSeconds, "other");
        }

        Listed end(long pid) {
            running.remove(pid);
            return this;
        }

        @Override
        public Look look() {
            looks++;
            return new Look(running.values().stream()
                    .map(r -> new Entry(r.identity(), names.getOrDefault(r.identity().pid(), ""), "")).toList(),
                    complete);
        }

        @Override
        public Optional<Reading> read(long pid) {
            return Optional.ofNullable(running.get(pid));
        }

        private Listed run(long pid, long started, double cpuSeconds, String name) {
            running.put(pid, new Reading(new Identity(pid, started), cpuSeconds, 100, 200, 3, 4, 5));
            names.put(pid, name);
            return this;
        }
    }
}
