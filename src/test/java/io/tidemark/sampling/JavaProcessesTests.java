package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the counters of a JVM are looked for; the file is a copy of our own. */
class JavaProcessesTests {

    private static final Identity SHOP = new Identity(42, 7);

    private final Turned clock = new Turned();

    @TempDir
    private Path directory;

    private Path own;

    @BeforeEach
    void copyOurOwn() {
        own = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"),
                Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void isFoundInTheSharedDirectoryOfAnyUser() throws IOException {
        put("tmp/hsperfdata_shop/42");

        assertThat(Objects.requireNonNull(jvms().read(SHOP)).threads()).isPositive();
        assertThat(jvms().read(new Identity(43, 7))).isNull();
    }

    @Test
    void isFoundInItsContainerUnderThePidItHasThere() throws IOException {
        new FakeKernel(directory).proc("42/status", "Name:\tjava\nNSpid:\t42\t5\n");
        put("proc/42/root/tmp/hsperfdata_app/5");

        assertThat(Objects.requireNonNull(jvms().read(SHOP)).heapUsed()).isPositive();
    }

    @Test
    void oneThatShowsNothingIsLookedAtAgainTenSecondsLater() throws IOException {
        JavaProcesses jvms = jvms();
        assertThat(jvms.read(SHOP)).isNull();
        put("tmp/hsperfdata_shop/42");
        assertThat(jvms.read(SHOP)).isNull();

        clock.forward(Duration.ofSeconds(10));
        assertThat(jvms.read(SHOP)).isNotNull();
    }

    @Test
    void aLinkIsNotFollowedAndNoiseIsUnknown() throws IOException {
        Files.createDirectories(directory.resolve("tmp/hsperfdata_shop"));
        Files.createSymbolicLink(directory.resolve("tmp/hsperfdata_shop/42"), own);
        assertThat(jvms().read(SHOP)).isNull();

        Files.delete(directory.resolve("tmp/hsperfdata_shop/42"));
        Files.writeString(directory.resolve("tmp/hsperfdata_shop/42"), "noise");
        assertThat(jvms().read(SHOP)).isEqualTo(Jvm.UNKNOWN);
    }

    @Test
    void oneThatVanishesIsUnknownUntilItIsForgotten() throws IOException {
        put("tmp/hsperfdata_shop/42");
        JavaProcesses jvms = jvms();
        assertThat(jvms.read(SHOP)).isNotEqualTo(Jvm.UNKNOWN);
        Files.delete(directory.resolve("tmp/hsperfdata_shop/42"));
        assertThat(jvms.read(SHOP)).isEqualTo(Jvm.UNKNOWN);

        jvms.retain(Set.of());
        assertThat(jvms.read(SHOP)).isNull();
    }

    private void put(String file) throws IOException {
        Path copy = directory.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(own, copy);
    }

    private JavaProcesses jvms() {
        return new JavaProcesses(new FakeKernel(directory).procfs(), directory.resolve("tmp").toFile(), clock,
                Taken.PATIENTLY);
    }
}
