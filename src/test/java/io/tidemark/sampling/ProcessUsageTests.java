package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.BesideOthers;
import io.tidemark.metric.HostConditions;
import io.tidemark.metric.HostConditions.Usage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(BesideOthers.ONE_AT_A_TIME)
class ProcessUsageTests {

    private static final long TAKEN = 64 << 20;
    private static final long SELF = ProcessHandle.current().pid();

    private final Told table = new Told().runs(SELF, 1, 0, 1000);
    private final Map<String, WatchedPids> watched = WatchedPids.all(
            new SamplingSettings.Processes(Map.of("shop", new ProcessSettings("shop", null, null, null))), table,
            new Turned(), Taken.PATIENTLY);

    @Test
    void tellsTheGrowthOfThisProcessAndTheUseOfTheWatchedOneOverAllItsPids() throws IOException {
        table.runs(7, 1, 10, 500).runs(8, 1, 20, 700);
        Usage used = used("shop", 2, () -> table.runs(SELF, 1, 5, 900).runs(7, 1, 10.5, 600).runs(8, 1, 21.5, 650));

        assertThat(used.memoryGrowth()).isEqualTo(-100);
        assertThat(used.processGrowth()).isEqualTo(50);
        assertThat(used.processCpu()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void onlyThisProcessIsToldWhenNoneIsNamed() throws IOException {
        table.runs(7, 1, 10, 500);
        Usage used = used(null, 2, () -> table.runs(SELF, 1, 5, 1300));

        assertThat(used).isEqualTo(new Usage(300.0, null, null));
    }

    @Test
    void anEndOrAStartMeanwhileMakesNothingJump() throws IOException {
        table.runs(7, 1, 10, 500).runs(8, 1, 20, 700).runs(9, 1, 1, 100);
        Usage used = used("shop", 2, () -> table.runs(7, 1, 11, 510).ends(8).runs(9, 2, 50, 5000).runs(10, 1, 3, 9000));

        assertThat(used.processGrowth()).isEqualTo(10);
        assertThat(used.processCpu()).isCloseTo(0.125, within(1e-9));
    }

    @Test
    void whatCannotBeReadIsAbsent() throws IOException {
        assertThat(used("shop", 2, () -> {})).as("not running").isEqualTo(new Usage(0.0, null, null));
        table.runs(7, 1, 10, 500).runs(8, 1, 20, 700);
        assertThat(used("shop", 2, () -> table.hides(8))).as("one of two is hidden")
                .isEqualTo(new Usage(0.0, null, null));
        assertThat(used("shop", 2, () -> table.hides(SELF)).memoryGrowth()).isNull();
    }

    @Test
    void overAMomentTheShareOfProcessorsSaysNothing() throws IOException {
        table.runs(7, 1, 10, 500);
        Usage used = used("shop", 0.01, () -> table.runs(7, 1, 10.01, 600));

        assertThat(used.processCpu()).isNull();
        assertThat(used.processGrowth()).isEqualTo(100);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesWhatThisProcessHasTaken() {
        KernelProcesses kernel = new KernelProcesses(Procfs.KERNEL, () -> new Oshi().hardware().getMemory()
                .getPageSize(), System::nanoTime, Taken.PATIENTLY);
        ProcessUsage usage = new ProcessUsage(kernel, Map.of(), 1);
        ProcessUsage.Mark mark = usage.mark(null);
        try (Arena arena = Arena.ofConfined()) {
            var _ = arena.allocate(TAKEN).fill((byte) 1);

            // Some of the heap may go back to the system meanwhile.
            assertThat(usage.since(mark, 1).memoryGrowth()).isNotNull().isBetween(TAKEN / 2.0, 4.0 * TAKEN);
        }
    }

    private HostConditions.Usage used(@Nullable String process, double seconds, Runnable work)
            throws IOException {
        ProcessUsage usage = new ProcessUsage(table, watched, 4);
        for (WatchedPids pids : watched.values()) {
            // What its sampler does every second.
            pids.afterLoss();
        }
        ProcessUsage.Mark mark = usage.mark(process);
        work.run();
        return usage.since(mark, seconds);
    }

    /** Processes as told; all but our own are called shop. */
    private static final class Told implements ProcessTable {

        private final Map<Long, Reading> running = new TreeMap<>();
        private long hidden;

        Told runs(long pid, long started, double cpuSeconds, double resident) {
            running.put(pid, new Reading(new Identity(pid, started), 0, cpuSeconds, 0,
                    new Memory(resident, 0, 0), new Descriptors(0, 0), Activity.UNKNOWN, null));
            return this;
        }

        Told ends(long pid) {
            running.remove(pid);
            return this;
        }

        void hides(long pid) {
            hidden = pid;
        }

        @Override
        public Look look() {
            return new Look(running.values().stream()
                    .map(reading -> new Entry(reading.identity(), 1, "shop", "")).toList(), true);
        }

        @Override
        public Optional<Reading> read(long pid) throws IOException {
            if (pid == hidden) {
                throw new IOException("hidden");
            }
            return Optional.ofNullable(running.get(pid));
        }
    }
}
