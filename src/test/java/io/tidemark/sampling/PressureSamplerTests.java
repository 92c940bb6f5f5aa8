package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureSamplerTests {

    @TempDir
    private Path directory;

    @Test
    void tellsStalledSecondsOfWhatTheKernelHas() {
        FakeKernel kernel = kernel().proc("pressure/cpu", "some avg10=1.39 avg60=0.93 avg300=1.98 total=27108010\n")
                .proc("pressure/io", """
                        some avg10=0.06 avg60=0.02 avg300=0.01 total=1703004
                        full avg10=0.06 avg60=0.02 avg300=0.00 total=1513488
                        """);

        assertThat(Taken.from(sampler(kernel))).containsExactlyInAnyOrderEntriesOf(Map.of(
                "system.pressure{kind=\"some\",resource=\"cpu\"}", 27.10801,
                "system.pressure{kind=\"some\",resource=\"io\"}", 1.703004,
                "system.pressure{kind=\"full\",resource=\"io\"}", 1.513488));
    }

    @Test
    void isNoSourceWhereTheKernelTellsNothing() {
        assertThat(sampler(kernel()).offered()).isFalse();
        assertThat(sampler(kernel().proc("pressure/cpu", "")).offered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"some avg10=0 total=\n", "some avg10=0\n", "some total=x\n",
            "some total=99999999999999999999\n"})
    void garbageInsteadOfPressureIsRefused(String text) {
        FakeKernel kernel = kernel().proc("pressure/cpu", text);

        assertThatThrownBy(() -> Pressure.read(new TextReader(), kernel.procfs(), "cpu"))
                .isInstanceOf(IOException.class).hasMessageEndingWith("pressure/cpu is not understood");
    }

    @Test
    void oneResourceThatCannotBeReadAnyMoreDoesNotCostTheOthers() {
        FakeKernel kernel = kernel().proc("pressure/cpu", "some total=1\n").proc("pressure/io", "some total=2\n");
        PressureSampler sampler = sampler(kernel);
        kernel.remove("proc/pressure/cpu");

        assertThat(Taken.from(sampler)).containsOnlyKeys("system.pressure{kind=\"some\",resource=\"io\"}");
    }

    @Test
    void readsWhatThisMachineHas() {
        assertThat(Taken.from(sampler(Procfs.KERNEL)).values()).allMatch(v -> v >= 0);
    }

    private FakeKernel kernel() {
        return new FakeKernel(directory);
    }

    private static PressureSampler sampler(FakeKernel kernel) {
        return sampler(kernel.procfs());
    }

    private static PressureSampler sampler(Procfs procfs) {
        return new PressureSampler(procfs, new CgroupCpu(procfs));
    }
}
