package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules over REST in the whole service: in force at once, kept, told, tried, reloaded. */
class StoredRulesIT {

    private static final String NAME = "threads";

    @TempDir
    private Path directory;

    @Test
    void aRuleIsGivenFiresSurvivesARestartAndIsRemoved() throws IOException {
        Path file = Files.writeString(directory.resolve("application.yml"),
                "tidemark: {thresholds: [\"load: system.load.1m < 10000\"]}\n");
        try (RunningService service = start(file)) {
            assertThat(put(service, NAME, "process.threads{process=\\\"self\\\"} < 1").statusCode()).isEqualTo(201);
            within(() -> assertThat(firing(service)).isEqualTo(1));
            HttpResponse<String> trial = post(service, "/api/v1/thresholds/trials",
                    "{\"rule\": \"process.threads{process=\\\"self\\\"} < 1\", \"start\": \"-10m\"}");
            assertThat(trial.statusCode()).as(trial.body()).isEqualTo(200);
            assertThat(new JsonMapper().readTree(trial.body()).get("sentence").asString())
                    .startsWith("would have fired once in 10 min");
            within(() -> assertThat(post(service, "/api/v1/thresholds/trials", // once it has run, at a random moment
                    "{\"rule\": \"probe.'builtin-db-insert'.p95 < 10s\", \"start\": \"-1d\"}").body())
                    .contains("would not have fired"));
        }
        try (RunningService service = start(file)) {
            within(() -> assertThat(service.rule(NAME).get("verdict").asString()).isEqualTo("BREACHED"));
            assertThat(firing(service)).isEqualTo(1);
            assertThat(service.json("/api/v1/thresholds/" + NAME + "/changes").at("/items/0/by").asString())
                    .isEqualTo("127.0.0.1, without a token");
            String document = service.get("/api/v1/thresholds/export");
            assertThat(post(service, "/api/v1/thresholds/import", document).body()).contains("\"unchanged\":1");

            assertThat(service.send(HttpRequest.newBuilder(at(service, NAME)).DELETE()).statusCode()).isEqualTo(204);
            within(() -> {
                assertThat(firing(service)).isZero();
                assertThat(service.json("/api/v1/alerts").get("items"))
                        .filteredOn(alert -> alert.get("threshold").asString().equals(NAME)).singleElement()
                        .satisfies(alert -> assertThat(alert.get("reason").asString())
                                .contains("the rule was removed"));
            });
            reload(service, file);
        }
    }

    private static void reload(RunningService service, Path file) throws IOException {
        Files.writeString(file, "tidemark: {thresholds: [\"load: system.lod.1m < 10000\"], builtin: false}\n");
        assertThat(post(service, "/api/v1/configuration/reload", "").statusCode()).isEqualTo(409);
        JsonNode status = service.json("/api/v1/status");
        assertThat(status.at("/problems/0").asString()).contains("earlier rules stay in force", "system.load.1m");
        assertThat(service.rule("load").get("condition").asString()).isEqualTo("system.load.1m < 10000");

        Files.writeString(file, "tidemark: {thresholds: [\"load: system.load.1m < 20000\"], builtin: false}\n");
        within(() -> { // by itself, as the file is looked at
            assertThat(service.rule("load").get("condition").asString()).isEqualTo("system.load.1m < 20000");
            assertThat(service.json("/api/v1/status").at("/problems/0").asString()).endsWith(": tidemark.builtin");
        });
    }

    private RunningService start(Path file) {
        return RunningService.start(directory.resolve("data"), "spring.config.additional-location=" + file.toUri(),
                "tidemark.sampling.every=1s");
    }

    private static int firing(RunningService service) {
        int count = 0;
        for (JsonNode alert : service.json("/api/v1/alerts?state=FIRING").get("items")) {
            count += alert.get("threshold").asString().equals(NAME) ? 1 : 0;
        }
        return count;
    }

    private static HttpResponse<String> put(RunningService service, String name, String rule) {
        return service.send(HttpRequest.newBuilder(at(service, name)).header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"rule\": \"" + rule + "\"}")));
    }

    private static HttpResponse<String> post(RunningService service, String path, String body) {
        return service.send(HttpRequest.newBuilder(URI.create(service.base() + path))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private static URI at(RunningService service, String name) {
        return URI.create(service.base() + "/api/v1/thresholds/" + name);
    }

    private static void within(org.awaitility.core.ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200)).untilAsserted(holds);
    }
}
