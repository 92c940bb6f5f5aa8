package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.sampling.ProcessTable.Activity;
import io.tidemark.sampling.ProcessTable.Entry;
import io.tidemark.sampling.ProcessTable.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelProcessesTests {

    private static final String REST = " 1 1 1 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 33 0 1234 1000000 25 18446744073709551615";
    /** Above what Linux gives out, so that no JVM has left counters under it. */
    private static final long NOBODY = 4_194_305;
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             100                  100                  processes
            Max open files            1024                 524288               files
            """;

    @TempDir
    private Path directory;

    @Test
    void readsOneProcess() throws IOException {
        FakeKernel kernel = process("S").proc("42/limits", LIMITS);

        assertThat(table(kernel).read(42)).hasValueSatisfying(reading -> {
            assertThat(reading.identity()).isEqualTo(new Identity(42, 1234));
            assertThat(reading.cpuSeconds()).isEqualTo(2.0);
            assertThat(reading.memory().resident()).isEqualTo(25 * 4096.0);
            assertThat(reading.threads()).isEqualTo(33);
            assertThat(reading.files().max()).isEqualTo(1024);
        });
    }

    @Test
    void readsWhatStandsInFilesOfItsOwn() throws IOException {
        FakeKernel kernel = process(NOBODY, "S").proc("stat", "cpu  1 2 3 4\nbtime 1000\n")
                .proc(NOBODY + "/status", "VmRSS:\t 100 kB\nRssAnon:\t      12 kB\n")
                .proc(NOBODY + "/io", "rchar: 9\nread_bytes: 4096\nwrite_bytes: 8192\n")
                .proc(NOBODY + "/task/42/schedstat", "100 200 30\n").proc(NOBODY + "/task/43/schedstat", "1 2 4\n");

        assertThat(table(kernel).read(NOBODY)).hasValueSatisfying(reading -> {
            assertThat(reading.startTime()).isEqualTo(1012.34);
            assertThat(reading.memory().unshared()).isEqualTo(12 * 1024);
            assertThat(reading.activity()).isEqualTo(new Activity(1, 3, 4096, 8192, 34));
            assertThat(reading.jvm()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "read_bytes\n", "read_bytes: x\n", "\0"})
    void whatIsNotUnderstoodOfTheseIsLeftOut(String text) throws IOException {
        FakeKernel kernel = process("S").proc("42/status", text.replace("read_bytes", "RssAnon")).proc("42/io", text)
                .proc("42/task/42/schedstat", text);

        assertThat(table(kernel).read(42)).hasValueSatisfying(reading -> {
            assertThat(reading.startTime()).isNaN();
            assertThat(reading.memory().unshared()).isNaN();
            assertThat(reading.activity()).isEqualTo(new Activity(1, 3, Double.NaN, Double.NaN, Double.NaN));
        });
    }

    @Test
    void switchesGoOnWhenThreadsEndAndAreCountedEveryTenSeconds() throws IOException {
        Turned clock = new Turned();
        FakeKernel kernel = process("S").proc("42/task/42/schedstat", "1 2 30\n").proc("42/task/43/schedstat",
                "1 2 40\n");
        KernelProcesses table = new KernelProcesses(kernel.procfs(), () -> 4096, clock, Taken.PATIENTLY);
        assertThat(switches(table)).isEqualTo(70);

        kernel.proc("42/task/42/schedstat", "1 2 35\n").remove("proc/42/task/43/schedstat");
        assertThat(switches(table)).isEqualTo(70);
        clock.forward(Duration.ofSeconds(10));
        assertThat(switches(table)).isEqualTo(75);
    }

    private static double switches(ProcessTable table) throws IOException {
        return table.read(42).orElseThrow().activity().contextSwitches();
    }

    @Test
    void listsAllThatRunAndPassesOverTheRest() throws IOException {
        FakeKernel kernel = process("S").proc("7/stat", "garbage").proc("8/stat", "8 (z) Z" + REST);

        assertThat(table(kernel).running()).singleElement().satisfies(running -> {
            assertThat(running.identity()).isEqualTo(new Identity(42, 1234));
            assertThat(running.executable()).isEqualTo("a) (b");
            assertThat(running.cpuSeconds()).isEqualTo(2.0);
        });
    }

    @Test
    void aZombieIsGoneAndSoIsWhatIsNotThere() throws IOException {
        assertThat(table(process("Z")).read(42)).isEmpty();
        assertThat(table(process("S")).read(43)).isEmpty();
    }

    @Test
    void filesThatMayNotBeSeenAreUnknownNotZero() throws IOException {
        assertThat(table(process("S")).read(42)).hasValueSatisfying(reading -> {
            assertThat(reading.files().open()).isNaN();
            assertThat(reading.files().max()).isNaN();
        });
    }

    @Test
    void noLimitIsUnknown() {
        assertThat(ProcessDetails.maxFiles("Max open files            unlimited            unlimited    files\n"))
                .isNaN();
        assertThat(ProcessDetails.maxFiles("")).isNaN();
        assertThat(ProcessDetails.maxFiles("Max open files")).isNaN();
    }

    @Test
    void listsNamesAndCommandLines() throws IOException {
        FakeKernel kernel = process("S").proc("42/cmdline", "java\0-jar\0shop.jar\0").proc("7/stat", "garbage")
                .proc("self/stat", "no").proc("8/cmdline", "x");

        assertThat(table(kernel).look().entries())
                .containsExactly(new Entry(new Identity(42, 1234), 1, "a) (b", "java -jar shop.jar"));
    }

    @Test
    @Timeout(120)
    @EnabledOnOs(OS.LINUX)
    void aProcessWhoseMemoryIsLockedBlocksNothing() throws Exception {
        FakeKernel kernel = process("S").proc("42/cmdline", "java").proc("43/stat", "43 (b) S" + REST);
        Path pipe = kernel.path("proc/43/cmdline");
        // Opening a pipe that nobody writes to waits, as reading such a command line does.
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        KernelProcesses table = table(kernel, Patience.USUAL);
        assertThat(table.look().entries()).extracting(e -> e.identity().pid()).doesNotContain(43L);
        Awaitility.await().untilAsserted(
                () -> assertThat(table.look().entries()).extracting(e -> e.identity().pid()).containsExactly(42L));

        Files.writeString(pipe, "late\0");
        Awaitility.await().untilAsserted(() -> assertThat(table.look().entries()).hasSize(2));
    }

    @Test
    void aLookIsCompleteOnceEveryProcessWasReadOrIsGone() throws IOException {
        FakeKernel kernel = process("S").proc("41/cmdline", "gone").proc("43/stat", "43 (b) Z" + REST);
        assertThat(table(kernel).look().complete()).isTrue();

        kernel.proc("7/stat", "garbage");
        assertThat(table(kernel).look().complete()).isFalse();
    }

    @Test
    void whatIsThereAndCannotBeOpenedIsNotGone() throws IOException {
        FakeKernel kernel = process("S");
        // Reading a directory fails, as opening a file does when none may be opened any more.
        Files.createDirectories(kernel.path("proc/44/stat"));

        assertThatThrownBy(() -> table(kernel).read(44)).isInstanceOf(IOException.class);
        assertThat(table(kernel).look().complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42 (a)", "42 (a) S 1 2", "42 (a) S x 1 1 0 -1", "\0"})
    void garbageIsOneSentence(String text) {
        FakeKernel kernel = new FakeKernel(directory).proc("42/stat", text);

        assertThatThrownBy(() -> table(kernel).read(42)).isInstanceOf(IOException.class)
                .hasMessageEndingWith("proc/42/stat is not understood");
    }

    private FakeKernel process(String state) {
        return process(42, state);
    }

    private FakeKernel process(long pid, String state) {
        return new FakeKernel(directory).proc(pid + "/stat", pid + " (a) (b) " + state + REST);
    }

    private static KernelProcesses table(FakeKernel kernel) {
        return table(kernel, Taken.PATIENTLY);
    }

    private static KernelProcesses table(FakeKernel kernel, Patience patience) {
        return new KernelProcesses(kernel.procfs(), () -> 4096, System::nanoTime, patience);
    }
}
