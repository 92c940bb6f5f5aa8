package io.tidemark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownSettingsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "tidemark.probes.orders.evry | did you mean 'tidemark.probes.orders.every'?",
            "tidemark.target.shop.url | did you mean 'tidemark.targets'?",
            "tidemark.targets.shop.pasword | did you mean 'tidemark.targets.shop.password'?",
            "tidemark.api.open-read | did you mean 'tidemark.api.open-reads'?",
            "tidemark.history.raw.days | Unknown setting 'tidemark.history.raw.days'.",
            "tidemark.zzz | Under 'tidemark' stand: alerts, api, builtin, data,"})
    void areRefusedWithTheirNearestNeighbour(String key, String message) {
        assertThatThrownBy(() -> refuse(new MapPropertySource("test", Map.of(key, "1"))))
                .isInstanceOf(SettingsException.class).hasMessageContaining(key).hasMessageContaining(message);
    }

    @Test
    void areRefusedInTheEnvironmentToo() {
        assertThatThrownBy(() -> refuse(environment("TIDEMARK_API_TOKN")))
                .hasMessageContaining("did you mean 'tidemark.api.token'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIDEMARK_API_TOKEN", "TIDEMARK_API_OPENREADS", "TIDEMARK_DATA", "TIDEMARK_THRESHOLDS_0",
            "TIDEMARK_PORT", "TIDEMARK_PORT_8080_TCP_ADDR", "TIDEMARK_SERVICE_HOST", "TIDEMARKS_OF_ANOTHER_PROGRAM",
            "HOME"})
    void areNotWhatTheEnvironmentMayHold(String name) {
        assertThatCode(() -> refuse(environment(name))).doesNotThrowAnyException();
    }

    @Test
    void areFoundUnderAMisspelledRootInAFile() {
        assertThatThrownBy(() -> refuse(new OriginTrackedMapPropertySource("application.yml",
                Map.of("tidemrak.builtin", "true")))).hasMessageContaining("did you mean 'tidemark'?");
    }

    @Test
    void areNotTheKeysOfOthers() {
        assertThatCode(() -> refuse(new OriginTrackedMapPropertySource("application.yml",
                Map.of("server.port", "1", "tidemark.targets.shop-db.url", "x", "tidemark.thresholds[0]", "x",
                        "tidemark.alerts.channels.on-call.type", "log"))))
                .doesNotThrowAnyException();
    }

    private static PropertySource<?> environment(String name) {
        return new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(name, "1"));
    }

    private static void refuse(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().stream().map(PropertySource::getName).toList()
                .forEach(environment.getPropertySources()::remove);
        List.of(source).forEach(environment.getPropertySources()::addFirst);
        UnknownSettings.refuse(environment);
    }
}
