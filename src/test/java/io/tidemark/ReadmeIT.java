package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestHttp;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The example of the README works as it stands, against a real PostgreSQL, a real Redis and an HTTP server. */
class ReadmeIT {

    @TempDir
    private Path directory;

    @Test
    void theExampleConfigurationMeasuresWhatItNames() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver();
                TestHttp shop = TestHttp.answering(200, "{\"items\":[{\"id\":7}]}")) {
            Path settings = Files.writeString(directory.resolve("application.yml"),
                    example().replace("jdbc:postgresql://localhost:5432/shop", TestPostgres.shared().url())
                            .replace("redis://localhost:6379", "redis://localhost:" + TestRedis.shared().port())
                            .replace("http://localhost:9000/tidemark", receiver.url())
                            .replace("http://localhost:8090", shop.url())
                            .replace("${SHOP_DB_PASSWORD}", "right")
                            .replace("every: 30s", "every: 1s"));
            try (RunningService service = RunningService.start(directory.resolve("data"),
                    "spring.config.additional-location=file:" + settings, "tidemark.probes.orders-cache.every=1s",
                    "tidemark.probes.orders-page.every=1s")) {
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    for (String probe : new String[]{"orders-read", "orders-cache", "orders-page"}) {
                        assertThat(service.source(probe).get("outcome").asString()).as(service.source(probe).toString())
                                .isEqualTo("SUCCEEDED");
                    }
                    JsonNode measures = service.source("orders-cache").at("/run/measures");
                    assertThat(measures.at("/hit_rate").asDouble()).isPositive();
                    assertThat(measures.at("/speedup").asDouble()).isPositive();
                    Judged.assertByItsValue(service.rule("orders-read.p95.critical"));
                    assertThat(service.rule("orders-read.error_rate.critical").get("verdict").asString())
                            .isEqualTo("OK");
                    assertThat(service.rule("system.memory.available.critical").get("verdict").asString())
                            .isEqualTo("OK");
                });
            }
        }
    }

    private static String example() throws IOException {
        return Pattern.compile("```yaml example\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results().map((MatchResult block) -> block.group(1)).findFirst().orElseThrow();
    }
}
