package io.tidemark.probe.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.command.Processes.Memory;
import io.tidemark.probe.command.Processes.One;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static final Duration LONGEST = Duration.ofMinutes(1);

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
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 1000 & echo started; read end").start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('s');
            Mark mark = Mark.ours("web-1", "report", "1");
            ProcessTree tree = new ProcessTree(processes, processes.find(process.pid()), mark);

            // A child has its parent's name until it begins with its own program.
            Awaitility.await().atMost(LONGEST).untilAsserted(
                    () -> assertThat(tree.alive()).extracting(One::name).contains("sleep").hasSize(2));
            assertThat(tree.end(Duration.ofSeconds(10))).isEmpty();
            assertThat(process.waitFor()).isEqualTo(143);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void aSessionThatWasOpenedInATreeBelongsToItWhateverEnvironmentItHas() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", """
                setsid sh -c 'echo $$ > opened; until [ -e end ]; do sleep 0.01; done; (env -i sh -c "$1" &)' sh "$1"
                sleep 1000
                """, "sh", "echo $$ > orphan; exec /bin/sleep 1000").directory(proc.toFile()).start();
        Processes processes = ThisMachine.PROCESSES;
        ProcessTree tree = new ProcessTree(processes, processes.find(process.pid()), Mark.ours("web-1", "report", "1"));
        try {
            long opener = written("opened");
            assertThat(tree.alive()).extracting(One::pid).contains(opener);
            Files.createFile(proc.resolve("end"));
            One orphan = processes.find(written("orphan")).orElseThrow();
            assertThat(orphan.session()).isEqualTo(opener);
            Awaitility.await().atMost(LONGEST).until(() -> hasNoParentIn(orphan.session(), orphan.pid()));

            assertThat(tree.alive()).extracting(One::pid).contains(process.pid(), orphan.pid());
        } finally {
            assertThat(tree.end(LONGEST)).isEmpty();
            process.destroyForcibly();
        }
    }

    private long written(String name) {
        Path file = proc.resolve(name);
        Awaitility.await().atMost(LONGEST).until(() -> Files.exists(file) && Files.size(file) > 0);
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasNoParentIn(long session, long pid) {
        long parent = ThisMachine.PROCESSES.find(pid).orElseThrow().parent();
        return ThisMachine.PROCESSES.find(parent).filter(one -> one.session() == session).isEmpty();
    }

    @Test
    void aMarkIsReadAsItWasWritten() {
        Mark mark = Mark.ours("web-1", "report", "7-1");
        assertThat(Mark.parse(mark.text())).contains(mark);
        assertThat(Mark.parse("something else")).isEqualTo(Optional.empty());
    }
}
