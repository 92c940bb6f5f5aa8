package io.tidemark;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service in this JVM on a free port, and a client for it. */
final class RunningService implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
        this.base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** @param settings as arguments, without the leading dashes; the last of one key counts */
    static RunningService start(Path data, String... settings) {
        Map<String, String> arguments = new LinkedHashMap<>(
                Map.of("server.port", "0", "tidemark.data", data.toString()));
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            arguments.put(parts[0], parts[1]);
        }
        return new RunningService(TidemarkApplication.start(arguments.entrySet().stream()
                .map(argument -> "--" + argument.getKey() + "=" + argument.getValue()).toArray(String[]::new)));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    String base() {
        return base;
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET()).body();
    }

    JsonNode json(String path) {
        return JSON.readTree(get(path));
    }

    HttpResponse<String> post(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).header("Content-Type", "application/json")
                .POST(BodyPublishers.noBody()));
    }

    JsonNode source(String name) {
        return json("/api/v1/sources/" + name);
    }

    /**
     * A run on request, as soon as the source is not running in its own turn.
     *
     * @param query with its question mark, or nothing
     */
    HttpResponse<String> run(String source, String query) {
        return await().atMost(Duration.ofMinutes(1)).until(
                () -> post("/api/v1/sources/" + source + "/runs" + query), answer -> answer.statusCode() != 409);
    }

    /** The line of `/status` about a rule. */
    JsonNode rule(String name) {
        for (JsonNode rule : json("/api/v1/status").get("thresholds")) {
            if (rule.get("name").asString().equals(name)) {
                return rule;
            }
        }
        throw new AssertionError("no rule " + name + " in " + get("/api/v1/status"));
    }

    /** Lines of the Prometheus text that start like this. */
    List<String> metrics(String start) {
        return get("/actuator/prometheus").lines().filter(line -> line.startsWith(start)).toList();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
