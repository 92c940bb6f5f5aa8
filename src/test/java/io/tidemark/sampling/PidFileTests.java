package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.sampling.ProcessTable.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTests {

    private static final String REST = " 1 1 1 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 33 0 1234 1000000 25 18446744073709551615";
    private static final long BOOT = 1_000_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"42", "42\n", "  42  \n", "42\n/var/lib/db\n5432\n"})
    void theFirstLineIsThePid(String text) throws IOException {
        assertThat(find(text)).contains(new Identity(42, 1234));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "042", "x", "42x", "4 2", "\0\0\0", "99999999999999999999", "../../etc/passwd",
            "٤٢"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> find(text)).isInstanceOf(IOException.class)
                .hasMessage(directory.resolve("shop.pid") + " does not begin with a pid");
    }

    @Test
    void aLargeFileIsNotReadToItsEnd() {
        assertThatThrownBy(() -> find("1".repeat(1 << 22))).hasMessageEndingWith("does not begin with a pid");
    }

    @Test
    void noFileAnEmptyOneAndAPidOfNobodyAreADownProcess() throws IOException {
        assertThat(find("")).isEmpty();
        assertThat(find("4711")).isEmpty();
        Files.delete(directory.resolve("shop.pid"));
        assertThat(file().find()).isEmpty();
    }

    @Test
    void aProcessStartedAfterTheFileWasWrittenIsAnotherOne() throws IOException {
        assertThat(find("42", BOOT + 5)).contains(new Identity(42, 1234));
        assertThat(find("42", BOOT - 60)).isEmpty();
    }

    @Test
    @Timeout(120)
    @EnabledOnOs(OS.LINUX)
    void whatIsNoRegularFileIsRefusedAndBlocksNothing() throws Exception {
        Path file = directory.resolve("shop.pid");
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertThatThrownBy(() -> file().find()).hasMessage(file + " is no regular file");

        Files.delete(file);
        Files.createDirectories(file);
        assertThatThrownBy(() -> file().find()).hasMessage(file + " is no regular file");

        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertThatThrownBy(() -> file().find()).hasMessage(file + " is no regular file");
    }

    private Optional<Identity> find(String text) throws IOException {
        return find(text, BOOT + 100);
    }

    private Optional<Identity> find(String text, long written) throws IOException {
        Path file = Files.writeString(directory.resolve("shop.pid"), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(written)));
        return file().find();
    }

    private PidFile file() {
        FakeKernel kernel = new FakeKernel(directory).proc("stat", "cpu  1 2 3 4\nbtime " + BOOT + "\n").proc("42/stat",
                "42 (shop) S" + REST);
        return new PidFile(directory.resolve("shop.pid"),
                new KernelProcesses(kernel.procfs(), () -> 4096, System::nanoTime, Taken.PATIENTLY), Taken.PATIENTLY);
    }
}
