package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.RuleText;
import io.tidemark.threshold.ConfiguredRules.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What the files of the configuration say when they are read again. */
class ConfigurationFilesTests {

    private static final String PROBE = """
              probes:
                orders:
                  target: shop
                  workload: point-read
                  thresholds: ["p95 < 10ms"]
            """;

    @TempDir
    private Path directory;
    private ConfigurationFiles files;

    @BeforeEach
    void start() throws IOException {
        write("tidemark:\n  thresholds: [\"system.load.1m < 8\"]\n  builtin: true\n" + PROBE);
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("arguments",
                Map.of("spring.config.location", file().toUri().toString(), "tidemark.paused", "true")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        files = new ConfigurationFiles(environment, "orders"::equals);
    }

    @Test
    void theSameAgainIsTheSame() {
        Reading reading = files.read();
        assertThat(reading.needRestart()).isEmpty();
        assertThat(reading.rules().rules()).extracting(RuleText::text, RuleText::where).containsExactly(
                org.assertj.core.groups.Tuple.tuple("p95 < 10ms", "tidemark.probes.orders.thresholds[0]"),
                org.assertj.core.groups.Tuple.tuple("system.load.1m < 8", "tidemark.thresholds[0]"));
    }

    @Test
    void otherRulesAreFoundAndOtherKeysNamed() throws IOException {
        write("""
                server.port: 9090
                tidemark:
                  thresholds: ["system.load.1m < 9", "system.swap.used < 1GB"]
                  probes:
                    orders: { target: shop, workload: insert, thresholds: ["p95 < 11ms"] }
                    more: { target: shop, workload: insert, thresholds: ["p95 < 12ms"] }
                """);
        Reading reading = files.read();
        assertThat(reading.rules().rules()).extracting(RuleText::text).containsExactly("p95 < 11ms",
                "system.load.1m < 9", "system.swap.used < 1GB");
        assertThat(reading.needRestart()).containsExactly("server.port", "tidemark.builtin",
                "tidemark.probes.more.target", "tidemark.probes.more.thresholds[0]", "tidemark.probes.more.workload",
                "tidemark.probes.orders.workload");
    }

    @Test
    void whatCannotBeReadIsSaidInOneSentence() throws IOException {
        write("tidemark:\n  builtin: perhaps\n");
        assertThatThrownBy(files::read).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tidemark.builtin");
        write("tidemark:\n  thresholdz: [x]\n");
        assertThatThrownBy(files::read).hasMessageContaining("did you mean 'tidemark.thresholds'?");
        write("tidemark: {thresholds: [\n");
        assertThatThrownBy(files::read).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[^\\n]+");
        Files.delete(file());
        assertThatThrownBy(files::read).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("application.yml");
    }

    @Test
    void whatIsWrittenIsNoticed() throws IOException {
        String before = files.state();
        assertThat(before).contains("application.yml");
        assertThat(files.state()).isEqualTo(before);
        write("tidemark: {}\n");
        assertThat(files.state()).isNotEqualTo(before);
        Files.delete(file());
        assertThat(files.state()).endsWith("is gone");
    }

    private Path file() {
        return directory.resolve("application.yml");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }
}
