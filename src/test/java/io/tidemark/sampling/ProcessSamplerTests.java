package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.BesideOthers;
import io.tidemark.sampling.ProcessTable.Activity;
import io.tidemark.sampling.ProcessTable.Descriptors;
import io.tidemark.sampling.ProcessTable.Entry;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Jvm;
import io.tidemark.sampling.ProcessTable.Memory;
import io.tidemark.sampling.ProcessTable.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(BesideOthers.ONE_AT_A_TIME)
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
        long begin = System.nanoTime();
        Map<String, Double> first = Taken.from(self);
        List<AutoCloseable> files = open(50);
        long start = cpu();
        Taken.spinUntil(() -> cpu() - start > 300_000_000L);

        Map<String, Double> after = Taken.from(self);
        double seconds = (System.nanoTime() - begin) / 1e9;

        assertThat(first).containsEntry(self("up"), 1.0).doesNotContainKey(self("cpu.utilization"));
        assertThat(Taken.value(after, self("cpu.time")) - Taken.value(first, self("cpu.time"))).isGreaterThan(0.25);
        assertThat(Taken.value(after, self("cpu.utilization"))).isBetween(0.25 / (2 * seconds), 1.0);
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
        KernelProcesses kernel = kernel();
        Reading before = kernel.read(pid).orElseThrow();
        Reading theirs = new OshiProcesses(OSHI).read(pid).orElseThrow();
        Reading own = kernel.read(pid).orElseThrow();

        double tick = 1.0 / Procfs.TICKS_PER_SECOND;
        assertThat(theirs.cpuSeconds()).isBetween(before.cpuSeconds() - tick, own.cpuSeconds() + tick);
        assertThat(theirs.memory().resident()).isBetween(
                Math.min(before.memory().resident(), own.memory().resident()) - 30e6,
                Math.max(before.memory().resident(), own.memory().resident()) + 30e6);
        assertThat(own.files().open()).isCloseTo(theirs.files().open(), within(10.0));
        assertThat(own.files().max()).isEqualTo(theirs.files().max());
        assertThat(new OshiProcesses(OSHI).look().entries()).anyMatch(e -> e.identity().pid() == pid);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildThatIsKilledGoesDownAndUpAgainWhenItIsStarted() throws Exception {
        // Nobody else's, and none that an earlier run has left.
        String[] command = {"sleep", "4711." + ProcessHandle.current().pid()};
        ProcessSampler shop = watched(new ProcessSettings(null, String.join(" ", command), null, null), kernel());
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));

        Process child = new ProcessBuilder(command).start();
        try {
            awaitCommandLine(child, command);
            clock.forward(Duration.ofSeconds(10));
            assertThat(Taken.from(shop)).containsEntry(shop("up"), 1.0).containsEntry(shop("threads"), 1.0);
        } finally {
            child.destroyForcibly().waitFor();
        }
        clock.forward(SECOND);
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));

        Process again = new ProcessBuilder(command).start();
        try {
            awaitCommandLine(again, command);
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
        String[] command = {program.toString(), "4712"};
        Process child = new ProcessBuilder(command).start();
        try {
            awaitCommandLine(child, command);
            assertThat(Taken.from(watched(new ProcessSettings("a-name-of-more-than-15", null, null, null), kernel())))
                    .containsEntry(shop("up"), 1.0);
            assertThat(Taken.from(watched(new ProcessSettings("a-name-of-more-than-16", null, null, null), kernel())))
                    .containsEntry(shop("up"), 0.0);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void severalOfOnePatternAreAddedUp() {
        table.run(10, 1, 5.0).run(11, 1, 7.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        assertThat(Taken.from(shop)).containsEntry(shop("cpu.time"), 12.0).containsEntry(shop("resident"), 200.0);

        clock.forward(SECOND);
        table.run(10, 1, 5.5).run(11, 1, 7.3);
        Map<String, Double> later = Taken.from(shop);

        assertThat(Taken.value(later, shop("cpu.utilization"))).isCloseTo(0.4, within(1e-9));
        assertThat(Taken.value(later, shop("cpu.time"))).isCloseTo(12.8, within(1e-9));
    }

    @Test
    void countersOfSeveralAreAddedUpAndNeverGoBack() {
        table.run(10, 1, 5.0).run(11, 2, 7.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        assertThat(Taken.from(shop)).containsEntry(faults("minor"), 12.0).containsEntry(faults("major"), 2.0)
                .containsEntry(shop("disk.read"), 4.0).containsEntry(shop("disk.written"), 6.0)
                .containsEntry(shop("context_switches"), 8.0).containsEntry(shop("private"), 100.0)
                .containsEntry(shop("start_time"), 1001.0).doesNotContainKey(shop("jvm.threads"));

        clock.forward(Duration.ofSeconds(3));
        table.end(10).run(11, 2, 6.0);
        assertThat(Taken.from(shop)).containsEntry(faults("minor"), 12.0).containsEntry(shop("start_time"), 1002.0);
    }

    @Test
    void whatAJvmTellsIsAddedUpOverThoseThatAreJvms() {
        table.run(10, 1, 5.0).run(11, 1, 7.0).run(12, 1, 1.0);
        table.jvm(10, new Jvm(100, 200, 3, 0.5, 4, 0.25, 20, 1000)).jvm(11, new Jvm(50, 60, 1, 0.5, 1, 0.25, 2, 10));
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        assertThat(Taken.from(shop)).containsEntry(shop("jvm.heap.used"), 150.0)
                .containsEntry(shop("jvm.heap.committed"), 260.0).containsEntry(shop("jvm.gc.count"), 4.0)
                .containsEntry(shop("jvm.gc.time"), 1.0).containsEntry(shop("jvm.safepoints"), 5.0)
                .containsEntry(shop("jvm.safepoint.time"), 0.5).containsEntry(shop("jvm.threads"), 22.0)
                .containsEntry(shop("jvm.classes"), 1010.0);

        clock.forward(SECOND);
        table.jvm(11, Jvm.UNKNOWN);
        assertThat(Taken.from(shop)).doesNotContainKeys(shop("jvm.heap.used"), shop("jvm.gc.time"))
                .containsEntry(shop("up"), 1.0);

        clock.forward(SECOND);
        table.jvm(11, new Jvm(50, 60, 1, 0.5, 1, 0.25, 2, 10));
        assertThat(Taken.from(shop)).containsEntry(shop("jvm.gc.time"), 1.0);
    }

    @Test
    void childrenAndTheirsBelongToItWhenAskedFor() {
        table.run(10, 1, 5.0).child(11, 10, 3).child(12, 11, 4).child(13, 10, 0).child(14, 99, 5).child(15, 15, 5);
        assertThat(Taken.from(watched(new ProcessSettings("shop", null, null, null), table)))
                .containsEntry(shop("threads"), 3.0);
        assertThat(Taken.from(watched(new ProcessSettings("shop", null, null, true), table)))
                .as("one that is older than its parent is none").containsEntry(shop("threads"), 9.0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRealProcessIsFoundByItsPidFileWithItsChildren() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "sleep 4713 & wait").start();
        Path file = Files.writeString(directory.resolve("shop.pid"), child.pid() + "\n");
        try {
            ProcessSampler shop = watched(new ProcessSettings(null, null, file.toString(), true), kernel());
            double started = System.currentTimeMillis() / 1e3;
            // Until both sleep they grow, and some kernels take the little they have for nothing.
            Awaitility.await().untilAsserted(() -> {
                clock.forward(Duration.ofSeconds(10));
                Map<String, Double> taken = Taken.from(shop);
                assertThat(taken).containsEntry(shop("up"), 1.0).containsEntry(shop("threads"), 2.0)
                        .containsEntry(shop("private"), anonymous(child.toHandle()) + child.descendants()
                                .mapToDouble(ProcessSamplerTests::anonymous).sum())
                        .containsKeys(shop("start_time"), shop("resident"), shop("disk.read"), faults("minor"));
                assertThat(Taken.value(taken, shop("start_time"))).isCloseTo(started, within(60.0));
                assertThat(Taken.value(taken, shop("private"))).isLessThanOrEqualTo(
                        Taken.value(taken, shop("resident")));
            });
        } finally {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly().waitFor();
        }
        ProcessSampler shop = watched(new ProcessSettings(null, null, file.toString(), null), kernel());
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherJvmIsReadWithoutTouchingIt() throws Exception {
        Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), IdleJvm.class.getName(), directory.toString()).start();
        try {
            ProcessSampler shop = watched(new ProcessSettings(null, directory.toString(), null, null), kernel());
            // It has to start first, and tells of a collection bit by bit.
            Awaitility.await().untilAsserted(() -> {
                clock.forward(Duration.ofSeconds(10));
                assertThat(Taken.from(shop)).hasEntrySatisfying(shop("jvm.heap.used"), between(1e5, 64e6))
                        .hasEntrySatisfying(shop("jvm.heap.committed"), between(1e6, 70e6))
                        .hasEntrySatisfying(shop("jvm.gc.count"), between(1, 1000))
                        .hasEntrySatisfying(shop("jvm.gc.time"), between(1e-6, 60))
                        .hasEntrySatisfying(shop("jvm.threads"), between(1, 100))
                        .hasEntrySatisfying(shop("jvm.classes"), between(300, 20_000))
                        .hasEntrySatisfying(shop("jvm.safepoints"), between(1, 1e6));
            });
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPidFileThatIsNotUnderstoodSaysNothingAboutTheProcess() throws IOException {
        Path file = Files.writeString(directory.resolve("shop.pid"), "rm -rf /");
        ProcessSampler shop = watched(new ProcessSettings(null, null, file.toString(), null), table);

        assertThatThrownBy(() -> shop.read(new Readings(Instant.EPOCH))).isInstanceOf(IOException.class)
                .hasMessage(file + " does not begin with a pid");
    }

    @Test
    void aRestartMakesNeitherNegativeNorHugeRates() {
        table.run(10, 1, 5000.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
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
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        Taken.from(shop);
        clock.forward(Duration.ofSeconds(3));
        table.end(10).runOther(10, 2, 90.0);

        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));
    }

    @Test
    void looksThroughAllProcessesEveryTenSecondsAndSoonerOnlyAfterALoss() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
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
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        assertThat(Taken.from(shop)).isEmpty();

        table.complete = true;
        clock.forward(Duration.ofSeconds(2));
        assertThat(Taken.from(shop)).containsOnly(Map.entry(shop("up"), 0.0));
    }

    @Test
    void oneThatComesUpAndFallsDownAllTheTimeIsNotLookedForEverySecond() {
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        for (int i = 0; i < 60; i++) {
            table.run(100 + i, i, 1.0).end(99 + i);
            seconds(shop, 1);
        }
        assertThat(table.looks).isLessThanOrEqualTo(31);
    }

    @Test
    void whatMayNotBeReadIsLeftOutAlsoFromTheSum() {
        table.run(10, 1, 5.0).running.put(11L,
                new Reading(new Identity(11, 1), 1000, 1, 1, new Memory(100, 200, Double.NaN),
                        new Descriptors(Double.NaN, Double.NaN), Activity.UNKNOWN, null));
        table.names.put(11L, "shop");

        assertThat(Taken.from(watched(new ProcessSettings("shop", null, null, null), table)))
                .doesNotContainKeys(shop("open_files"), shop("max_files")).containsEntry(shop("resident"), 200.0);
    }

    @Test
    void twoReadingsAtOnceMakeNoShare() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
        Taken.from(shop);
        clock.forward(Duration.ofMillis(1));
        table.run(10, 1, 5.01);

        assertThat(Taken.from(shop)).doesNotContainKey(shop("cpu.utilization"));
    }

    @Test
    void theShareIsNeverAboveOne() {
        table.run(10, 1, 5.0);
        ProcessSampler shop = watched(new ProcessSettings("shop", null, null, null), table);
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
        assertThat(watched(new ProcessSettings("shop", null, null, null), table).rules()).isEmpty();
    }

    private ProcessSampler watched(ProcessSettings settings, ProcessTable processes) {
        return ProcessSampler.all(
                WatchedPids.all(new SamplingSettings.Processes(Map.of("shop", settings)), processes, clock,
                        Taken.PATIENTLY),
                processes, 2, clock).get(1);
    }

    private void seconds(ProcessSampler sampler, int count) {
        for (int i = 0; i < count; i++) {
            Taken.from(sampler);
            clock.forward(SECOND);
        }
    }

    private KernelProcesses kernel() {
        return new KernelProcesses(Procfs.KERNEL, () -> OSHI.hardware().getMemory().getPageSize(), clock,
                Taken.PATIENTLY);
    }

    private static Consumer<Double> between(double least, double most) {
        return value -> assertThat(value).isBetween(least, most);
    }

    /** A program has none for a moment after it was started. */
    private static void awaitCommandLine(Process process, String... command) {
        Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        Awaitility.await().until(() -> Files.readString(line).equals(String.join("\0", command) + '\0'));
    }

    /** Bytes of its resident memory that are of no file. */
    private static double anonymous(ProcessHandle process) {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("RssAnon:")).mapToDouble(
                    line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", ""))).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static String faults(String type) {
        return "process.paging.faults{process=\"shop\",type=\"" + type + "\"}";
    }

    private static String shop(String measure) {
        return "process." + measure + "{process=\"shop\"}";
    }

    /** Processes as told. */
    private static final class Listed implements ProcessTable {

        private final Map<Long, Reading> running = new TreeMap<>();
        private final Map<Long, String> names = new TreeMap<>();
        private final Map<Long, Long> parents = new TreeMap<>();
        private int looks;
        private boolean complete = true;

        Listed run(long pid, long started, double cpuSeconds) {
            return run(pid, started, cpuSeconds, "shop");
        }

        Listed runOther(long pid, long started, double cpuSeconds) {
            return run(pid, started, cpuSeconds, "other");
        }

        Listed child(long pid, long parent, long started) {
            parents.put(pid, parent);
            return run(pid, started, 1, "child");
        }

        Listed jvm(long pid, Jvm jvm) {
            running.computeIfPresent(pid,
                    (_, r) -> new Reading(r.identity(), r.startTime(), r.cpuSeconds(), r.threads(),
                            r.memory(), r.files(), r.activity(), jvm));
            return this;
        }

        Listed end(long pid) {
            running.remove(pid);
            return this;
        }

        @Override
        public Look look() {
            looks++;
            return new Look(running.values().stream()
                    .map(r -> new Entry(r.identity(), parents.getOrDefault(r.identity().pid(), 1L),
                            names.getOrDefault(r.identity().pid(), ""), ""))
                    .toList(),
                    complete);
        }

        @Override
        public Optional<Reading> read(long pid) {
            return Optional.ofNullable(running.get(pid));
        }

        private Listed run(long pid, long started, double cpuSeconds, String name) {
            running.put(pid, new Reading(new Identity(pid, started), 1000.0 + started, cpuSeconds, 3,
                    new Memory(100, 200, 50), new Descriptors(4, 5), new Activity(cpuSeconds, 1, 2, 3, 4), null));
            names.put(pid, name);
            return this;
        }
    }
}
