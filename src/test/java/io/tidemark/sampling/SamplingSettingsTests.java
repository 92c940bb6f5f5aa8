package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.sampling.SamplingSettings.Processes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingSettingsTests {

    @Test
    void samplesFasterThanTenTimesASecondAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(Duration.ofMillis(99)))
                .withMessage("tidemark.sampling.every must be 100ms to 1m, got 99ms");
    }

    @Test
    void samplesSeldomerThanOnceAMinuteAreRefused() {
        assertThat(new SamplingSettings(Duration.ofMinutes(1)).every()).isEqualTo(Duration.ofMinutes(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(Duration.ofSeconds(61)))
                .withMessage("tidemark.sampling.every must be 100ms to 1m, got 61000ms");
    }

    @Test
    void aProcessIsFoundByNameOrByCommand() {
        assertThat(new Processes(Map.of("shop", new ProcessSettings(null, "shop.jar", null, null), "db",
                new ProcessSettings("postgres", null, null, null))).byName()).containsOnlyKeys("db", "shop");
    }

    @Test
    void bothOrNeitherIsRefused() {
        refused("shop", new ProcessSettings("a", "b", null, null),
                "tidemark.processes.shop must have exactly one of 'name', 'command' and 'pid-file', got 2");
        refused("shop", new ProcessSettings(null, null, null, null),
                "tidemark.processes.shop must have exactly one of 'name', 'command' and 'pid-file', got none");
        refused("shop", new ProcessSettings(" ", null, null, null),
                "tidemark.processes.shop.name is empty; give the text to look for");
    }

    @Test
    void aPidFileMustBeAnAbsolutePath() {
        assertThat(new Processes(Map.of("shop", new ProcessSettings(null, null, "/run/shop.pid", true))).byName())
                .containsOnlyKeys("shop");
        refused("shop", new ProcessSettings(null, null, "shop.pid", null),
                "tidemark.processes.shop.pid-file must be an absolute path, got 'shop.pid'");
        refused("shop", new ProcessSettings(null, null, "/a\0", null),
                "tidemark.processes.shop.pid-file must be an absolute path, got '/a\0'");
    }

    @Test
    void namesOfOursAndNamesOfAnotherFormAreRefused() {
        refused("self", new ProcessSettings("java", null, null, null),
                "tidemark.processes.self: the name 'self' is reserved for the service's own process");
        refused("builtin-x", new ProcessSettings("java", null, null, null),
                "tidemark.processes: the name 'builtin-x' starts with 'builtin-', which is reserved for the built-in probes");
        refused("Shop", new ProcessSettings("java", null, null, null),
                "tidemark.processes: the name 'Shop' must start with a lower-case letter, then letters, digits or '-', at most 63 characters");
    }

    private static void refused(String name, ProcessSettings settings, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Processes(Map.of(name, settings)))
                .withMessage(message);
    }
}
