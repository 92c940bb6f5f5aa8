package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes the messages of a webhook channel, as somebody's on-call system would. */
final class WebhookReceiver implements AutoCloseable {

    private final List<Received> messages = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            messages.add(new Received(System.nanoTime(), new JsonMapper().readTree(body)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Received> messages() {
        return messages;
    }

    /** What was told about one rule: `firing` and `resolved`. */
    List<String> statuses(String rule) {
        return messages.stream().flatMap(message -> message.body().get("alerts").valueStream())
                .filter(alert -> alert.at("/labels/alertname").asString().equals(rule))
                .map(alert -> alert.get("status").asString()).toList();
    }

    /**
     * Returns once a rule holds and nothing is on its way here any more, and forgets what has come: in a JVM that has
     * just started the first runs may be too slow for a rule.
     *
     * @return how often the rule was told of
     */
    int forgetTheStart(RunningService service, String rule) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            assertThat(service.rule(rule).get("verdict").asString()).isEqualTo("OK");
            assertThat(service.json("/api/v1/service").get("deliveries").values()).isNotEmpty()
                    .allSatisfy(channel -> assertThat(channel.get("pending").asLong()).isZero());
            assertThat(statuses(rule)).filteredOn("firing"::equals)
                    .hasSameSizeAs(statuses(rule).stream().filter("resolved"::equals).toList());
        });
        int told = statuses(rule).size();
        messages.clear();
        return told;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    record Received(long nanos, JsonNode body) {}
}
