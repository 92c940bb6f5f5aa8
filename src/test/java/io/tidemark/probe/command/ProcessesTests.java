package io.tidemark.probe.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.command.Processes.Memory;
import io.tidemark.probe.command.Processes.One;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of processes, by the kernel's files and by Java alone. */
class ProcessesTests {

    @TempDir
    private Path proc;

    @Test
    void aProcessIsReadWhateverItIsCalled() throws IOException {
        Path directory = Files.createDirectories(proc.resolve("42"));
        Files.writeString(directory.resolve("stat"), "42 (a b) c) S 7 42 40 0 -1 4194560 9 8 0 0 3 2 10 20 20 0 1 0 987"
                + " 2576384 203 18446744073709551615 1 1 0\n");
        Files.writeString(directory.resolve("status"), "Name:\ta\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n");
        Files.writeString(directory.resolve("environ"), "AB=1\0B=two\0");
        KernelProcesses processes = new KernelProcesses(proc);

        One one = processes.find(42).orElseThrow();
        assertThat(one).isEqualTo(new One(42, "a b) c", 7, 40, 987, 350_000_000, false));
        assertThat(processes.all()).containsExactly(one);
        assertThat(processes.memory(42)).contains(new Memory(1_048_576, 2_097_152));
        assertThat(processes.variable(one, "B")).contains("two");
        assertThat(processes.variable(one, "C")).contains("");
    }

    @Test
    void whatIsNotThereIsLeftOut() throws IOException {
        Files.createDirectories(proc.resolve("42"));
        KernelProcesses processes = new KernelProcesses(proc);

        assertThat(processes.all()).isEmpty();
        assertThat(processes.memory(42)).isEmpty();
        assertThat(processes.reapedNanos()).isEmpty();
        assertThat(processes.variable(new One(42, "a", 7, 40, 987, 0, false), "B")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTreeIsFoundAndEndedByParentsAlone(boolean portable) throws Exception {
        Processes processes = portable ? new PortableProcesses() : ThisMachine.PROCESSES;
        // Only a signal ends it, whether it is told before its child or after.
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 1000 & echo started; while :; do wait; done")
                .start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('s');
            Mark mark = Mark.ours("web-1", "report", "1");
            ProcessTree tree = new ProcessTree(processes, processes.find(process.pid()), mark);

            // What the shell starts is called as the shell until it has become another program.
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(
                    () -> assertThat(tree.alive()).extracting(One::name).contains("sleep").hasSize(2));
            assertThat(tree.end(Duration.ofSeconds(10))).isEmpty();
            assertThat(process.waitFor()).isEqualTo(143);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void aMarkIsReadAsItWasWritten() {
        Mark mark = Mark.ours("web-1", "report", "7-1");
        assertThat(Mark.parse(mark.text())).contains(mark);
        assertThat(Mark.parse("something else")).isEqualTo(Optional.empty());
    }
}
