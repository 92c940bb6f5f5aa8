package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.sampling.SamplingSettings.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SamplingSettingsTests {

    @Test
    void samplesFasterThanTenTimesASecondAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> every(Duration.ofMillis(99)))
                .withMessage("tidemark.sampling.every must be 100ms to 1m, got 99ms");
    }

    @Test
    void samplesSeldomerThanOnceAMinuteAreRefused() {
        assertThat(every(Duration.ofMinutes(1)).every()).isEqualTo(Duration.ofMinutes(1));
        assertThatIllegalArgumentException().isThrownBy(() -> every(Duration.ofSeconds(61)))
                .withMessage("tidemark.sampling.every must be 100ms to 1m, got 61000ms");
    }

    @Test
    void aProcessIsFoundByNameOrByCommand() {
        assertThat(new Processes(Map.of("shop", new ProcessSettings(null, "shop.jar"), "db",
                new ProcessSettings("postgres", null))).byName()).containsOnlyKeys("db", "shop");
    }

    @Test
    void bothOrNeitherIsRefused() {
        refused("shop", new ProcessSettings("a", "b"),
                "tidemark.processes.shop must have exactly one of 'name' and 'command', got both");
        refused("shop", new ProcessSettings(null, null),
                "tidemark.processes.shop must have exactly one of 'name' and 'command', got neither");
        refused("shop", new ProcessSettings(" ", null),
                "tidemark.processes.shop.name is empty; give the text to look for");
    }

    @Test
    void namesOfOursAndNamesOfAnotherFormAreRefused() {
        refused("self", new ProcessSettings("java", null),
                "tidemark.processes.self: the name 'self' is reserved for the service's own process");
        refused("builtin-x", new ProcessSettings("java", null),
                "tidemark.processes: the name 'builtin-x' starts with 'builtin-', which is reserved for the built-in probes");
        refused("Shop", new ProcessSettings("java", null),
                "tidemark.processes: the name 'Shop' must start with a lower-case letter, then letters, digits or '-', at most 63 characters");
    }

    @Test
    void aSamplersOwnIntervalComesBeforeThatOfAllAndThatBeforeItsUsualOne() {
        SamplingSettings set = new SamplingSettings(Duration.ofSeconds(2), Map.of("system.disk", "7s"), 1.0);
        assertThat(set.interval("system.disk", Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(7));
        assertThat(set.interval("system.cpu", Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(2));
        assertThat(SamplingSettings.DEFAULT.interval("system.cpu", Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(SamplingSettings.DEFAULT.interval("system.cpu", Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anIntervalForNobodyIsRefusedWithTheNearestName() {
        SamplingSettings set = new SamplingSettings(null, Map.of("system.disc", "7s"), 1.0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.refuseOthersThan(List.of("system.cpu", "system.disk"))).withMessage(
                        "tidemark.sampling.intervals.system.disc: the samplers are system.cpu, system.disk; did you mean"
                                + " 'system.disk'?");
    }

    @Test
    void intervalsAndBudgetsOutOfReasonAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SamplingSettings(null, Map.of("jvm", "1h"), 1.0))
                .withMessage("tidemark.sampling.intervals.jvm must be 100ms to 1m, got 3600000ms");
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(null, Map.of("jvm", "soon"), 1.0))
                .withMessage(
                        "tidemark.sampling.intervals.jvm is 'soon', but must be a duration such as 500ms, 5s or 1m");
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(null, Map.of(), 0.0)).withMessage(
                "tidemark.sampling.budget must be above 0 and at most 100 (percent of one core), got 0.0");
    }

    @Test
    void intervalsOfSamplersAreBoundUnderTheirNames() {
        var bound = new Binder(new MapConfigurationPropertySource(
                Map.of("tidemark.sampling.intervals.system.disk", "5s", "tidemark.sampling.budget", "0.5")))
                .bind("tidemark.sampling", SamplingSettings.class).get();
        assertThat(bound.intervals()).containsExactly(Map.entry("system.disk", "5s"));
        assertThat(bound.budget()).isEqualTo(0.5);
    }

    private static SamplingSettings every(Duration every) {
        return new SamplingSettings(every, Map.of(), 1.0);
    }

    private static void refused(String name, ProcessSettings settings, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Processes(Map.of(name, settings)))
                .withMessage(message);
    }
}
