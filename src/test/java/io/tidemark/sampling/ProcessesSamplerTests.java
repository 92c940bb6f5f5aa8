package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesSamplerTests {

    private static final Oshi OSHI = new Oshi();
    private static final String STAT = """
            cpu  1 2 3 4 5 6 7 8 9 10
            intr 20822925 0 0
            ctxt 71284722
            btime 1795616925
            processes 221491
            procs_running 5
            procs_blocked 0
            """;

    @TempDir
    private Path directory;

    @Test
    void tellsWhatRunsAndWhatIsTaken() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", STAT).proc("sys/fs/file-nr", "1504\t0\t9223372\n")
                .proc("loadavg", "0.1 0.2 0.3 2/345 6789\n").proc("1/stat", "").proc("77/stat", "");

        assertThat(Taken.from(sampler(kernel.procfs(), OSHI))).containsExactlyInAnyOrderEntriesOf(Map.of(
                "system.open_files", 1504.0, "system.processes", 2.0, "system.threads", 345.0,
                "system.processes.running", 5.0, "system.processes.blocked", 0.0, "system.processes.created", 221491.0,
                "system.context_switches", 71_284_722.0));
    }

    @Test
    void whatAnOldKernelDoesNotCountIsLeftOut() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  1 2 3 4\nctxt 5\n");

        assertThat(Taken.from(sampler(kernel.procfs(), OSHI))).containsOnly(Map.entry("system.context_switches", 5.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctxt x\n", "procs_running \n", "processes 1.5\n"})
    void garbageCostsNothingElse(String text) {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", text).proc("loadavg", "0 0 0 2/345 6789\n");
        Readings readings = new Readings(Instant.EPOCH);
        sampler(kernel.procfs(), OSHI).read(readings);

        assertThat(Taken.by(readings)).containsOnly(Map.entry("system.threads", 345.0));
    }

    static ProcessesSampler sampler(Procfs procfs, Oshi oshi) {
        ProcessTable table = new OshiProcesses(oshi);
        return new ProcessesSampler(procfs, oshi, new TopLooks(table, 2, InstantSource.system(), System::nanoTime));
    }
}
