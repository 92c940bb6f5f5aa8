package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.channel.ChannelFactory;
import io.tidemark.alert.channel.Channels;
import io.tidemark.alert.channel.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The examples of channels in the documents are channels, once their secrets are put in. */
class AlertsPageTests {

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/alerts.md"})
    void theExampleIsTaken(String page) throws IOException {
        assertThat(example(page)).hasSizeGreaterThan(2);
    }

    @Test
    void thePageShowsAndDescribesEveryType() throws IOException {
        String page = Files.readString(Path.of("docs/alerts.md"));

        assertThat(example("docs/alerts.md").values()).extracting(Receiver::type).containsExactlyInAnyOrderElementsOf(
                AlertConfiguration.factories().stream().map(ChannelFactory::type).toList());
        AlertConfiguration.factories().forEach(type -> {
            assertThat(page).contains("| `" + type.type() + "` |");
            type.required().forEach(key -> assertThat(page).contains("`" + key + "`"));
            type.optional().forEach(key -> assertThat(page).contains("`" + key + "`"));
        });
    }

    private static SortedMap<String, Receiver> example(String page) throws IOException {
        String text = Pattern.compile("```yaml channels\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of(page))).results().findFirst().orElseThrow().group(1)
                .replace("${PAGERDUTY_ROUTING_KEY}", "0".repeat(32))
                .replace("${SLACK_WEBHOOK_URL}", "https://hooks.slack.example/services/x");
        Map<String, Map<String, Map<String, Map<String, Map<String, String>>>>> yaml = new Yaml().load(text);
        Map<String, Map<String, String>> settings = yaml.values().iterator().next().values().iterator().next().values()
                .iterator().next();
        return new Channels(AlertConfiguration.factories()).create(settings);
    }
}
