package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Reading;
import io.tidemark.sampling.ProcessTable.Running;
import io.tidemark.sampling.TopProcesses.Top;
import io.tidemark.sampling.TopProcesses.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TopLooksTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Turned clock = new Turned();
    private final Listed table = new Listed();
    private final TopLooks top = new TopLooks(table, 2, () -> NOW, clock);

    @Test
    void theFirstLookKnowsMemoryAndTheSecondProcessors() throws IOException {
        table.run(1, 100, 10).run(2, 5, 30);
        assertThat(top.last()).isEmpty();
        Top first = look();
        assertThat(first.seconds()).isNull();
        assertThat(first.byProcessor()).isEmpty();
        assertThat(first.byResident()).extracting(Usage::pid).containsExactly(2L, 1L);

        clock.forward(Duration.ofSeconds(10));
        table.running.clear();
        table.run(1, 101, 10).run(2, 15, 30).run(3, 99, 20);
        Top second = look();
        assertThat(second.seconds()).isEqualTo(10);
        assertThat(second.byProcessor()).extracting(Usage::pid).containsExactly(2L, 1L);
        assertThat(second.byProcessor()).extracting(Usage::cpuUtilization).containsExactly(0.5, 0.05);
        assertThat(second.byResident()).extracting(Usage::pid).containsExactly(2L, 3L, 1L);
        assertThat(second.byResident().get(1).cpuUtilization()).as("of one that is new").isNull();
    }

    @Test
    void whatBeganSinceTheLastLookHadUsedNothingBefore() throws IOException {
        table.run(1, 1, 1);
        look();
        clock.forward(Duration.ofSeconds(10));
        table.running.add(new Running(new Identity(2, 2), "yes", NOW.getEpochSecond() + 6, 4, 1, 1));

        assertThat(look().byProcessor()).extracting(Usage::pid, Usage::cpuUtilization)
                .containsExactly(tuple(2L, 0.2), tuple(1L, 0.0));
    }

    @Test
    void neverMoreThanTenAndNotOftenerThanEveryTenSeconds() throws IOException {
        for (int i = 0; i < 500; i++) {
            table.run(i, i, i);
        }
        assertThat(look().byResident()).hasSize(10);
        clock.forward(Duration.ofSeconds(9));
        look();
        assertThat(table.looks).isEqualTo(1);
        clock.forward(Duration.ofSeconds(1));
        assertThat(look().byProcessor()).hasSize(10);
        assertThat(table.looks).isEqualTo(2);
    }

    @Test
    void looksThatTakeLongAreTakenRarely() throws IOException {
        table.run(1, 1, 1).takes = Duration.ofMillis(100);
        look();
        clock.forward(Duration.ofSeconds(99));
        look();
        assertThat(table.looks).isEqualTo(1);
        clock.forward(Duration.ofSeconds(1));
        look();
        assertThat(table.looks).isEqualTo(2);
    }

    @Test
    void aPidThatIsUsedAgainAndACounterThatGoesBackMakeNoNegativeShare() throws IOException {
        table.run(1, 100, 1).run(2, 100, 1);
        look();
        clock.forward(Duration.ofSeconds(10));
        table.running.set(0, new Running(new Identity(1, 9), "shop", 0, 1, 1, 1));
        table.running.set(1, new Running(new Identity(2, 1), "shop", 0, 50, 1, 1));

        assertThat(look().byProcessor()).extracting(Usage::pid, Usage::cpuUtilization)
                .containsExactly(tuple(2L, 0.0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessIsAmongThoseOfThisMachine() throws IOException {
        KernelProcesses kernel = new KernelProcesses(Procfs.KERNEL, () -> 4096, System::nanoTime,
                Taken.PATIENTLY);

        assertThat(kernel.running()).anySatisfy(process -> {
            assertThat(process.identity().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(process.resident()).isGreaterThan(10e6);
            assertThat(process.cpuSeconds()).isPositive();
        });
    }

    private Top look() throws IOException {
        top.look();
        return top.last().orElseThrow();
    }

    private final class Listed implements ProcessTable {

        private final List<Running> running = new ArrayList<>();
        private int looks;
        private Duration takes = Duration.ZERO;

        Listed run(long pid, double cpuSeconds, double resident) {
            running.add(new Running(new Identity(pid, 1), "shop", 1000, cpuSeconds, resident, 3));
            return this;
        }

        @Override
        public List<Running> running() {
            looks++;
            clock.forward(takes);
            return List.copyOf(running);
        }

        @Override
        public Look look() {
            return Look.NOT_NEEDED;
        }

        @Override
        public Optional<Reading> read(long pid) {
            return Optional.empty();
        }
    }
}
