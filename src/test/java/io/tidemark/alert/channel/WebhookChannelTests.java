package io.tidemark.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Secret;
import io.tidemark.threshold.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Against a real HTTP server. */
class WebhookChannelTests {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String SECRET = "s3cret-path";

    private final Map<String, String> received = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server = server();

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    @Test
    void sendsWhatAlertmanagerSends() throws Exception {
        answer(200, Map.of());

        assertThat(channel().send(Message.of(fired()))).isEqualTo(new Delivery.Delivered());
        assertThat(received).containsEntry("Idempotency-Key", "43").containsEntry("Authorization", "Bearer t0ken")
                .containsEntry("Content-Type", "application/json").containsEntry("method", "POST");
        assertJson(
                """
                        {"version":"4","groupKey":"{}:{alertname=\\"orders-p99\\", instance=\\"web-1\\", probe=\\"orders-read\\", severity=\\"critical\\"}",
                         "truncatedAlerts":0,"status":"firing","receiver":"on-call",
                         "groupLabels":{"alertname":"orders-p99","instance":"web-1","probe":"orders-read","severity":"critical"},
                         "commonLabels":{"alertname":"orders-p99","instance":"web-1","probe":"orders-read","severity":"critical"},
                         "commonAnnotations":{"condition":"p99 < 250ms","limit":"0.25","summary":"p99 is 312 ms","value":"0.312"},
                         "externalURL":"",
                         "alerts":[{"status":"firing",
                           "labels":{"alertname":"orders-p99","instance":"web-1","probe":"orders-read","severity":"critical"},
                           "annotations":{"condition":"p99 < 250ms","limit":"0.25","summary":"p99 is 312 ms","value":"0.312"},
                           "startsAt":"2026-11-20T10:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"",
                           "fingerprint":"%s"}]}
                        """
                        .formatted(WebhookJson.fingerprint(Message.of(fired()).labels())));
    }

    @Test
    void theResolvedMessageHasTheSameGroupAndFingerprint() {
        Message resolved = Message.of(new AlertChange.Resolved(44, alert(AlertState.RESOLVED), NOW.plusSeconds(30)));
        String fired = WebhookJson.body("on-call", Message.of(fired()));

        String body = WebhookJson.body("on-call", resolved);

        assertThat(body).contains("\"status\":\"resolved\"", "\"endsAt\":\"2026-11-20T10:00:30Z\"");
        assertThat(read(body, "groupKey")).isEqualTo(read(fired, "groupKey"));
        assertThat(WebhookJson.fingerprint(resolved.labels())).hasSize(16)
                .isEqualTo(WebhookJson.fingerprint(Message.of(fired()).labels()));
    }

    @Test
    void aMessageSurvivesTheOutbox() {
        Message message = Message.of(fired());

        assertThat(Message.parse(message.toJson())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408, 429})
    void aReceiverInTroubleIsTriedAgain(int status) throws Exception {
        answer(status, Map.of());

        assertThat(channel().send(Message.of(fired())))
                .isEqualTo(new Delivery.Retry(shown() + " answered " + status, Optional.empty()));
    }

    @Test
    void retryAfterIsHonoured() throws Exception {
        answer(429, Map.of("Retry-After", "7"));

        assertThat(channel().send(Message.of(fired())))
                .isEqualTo(new Delivery.Retry(shown() + " answered 429", Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void retryAfterIsReadAsSecondsOrDateWithinReason() {
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 10:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("999999", NOW)).contains(Duration.ofHours(1));
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 09:00:00 GMT", NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void aRefusalIsFinal(int status) throws Exception {
        answer(status, Map.of());

        assertThat(channel().send(Message.of(fired())))
                .isEqualTo(new Delivery.Rejected(shown() + " answered " + status));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        server.createContext("/elsewhere", exchange -> received.put("followed", "yes"));
        answer(302, Map.of("Location", "/elsewhere"));

        assertThat(channel().send(Message.of(fired()))).isEqualTo(new Delivery.Rejected(
                shown() + " answered 302; redirects are not followed, set the url it leads to"));
        assertThat(received).doesNotContainKey("followed");
    }

    @Test
    void aReceiverThatNeverAnswersIsLeft() throws Exception {
        server.createContext("/" + SECRET, _ -> hang());

        assertThat(channel().send(Message.of(fired()))).isInstanceOf(Delivery.Retry.class).asString()
                .doesNotContain(SECRET);
    }

    @Test
    void aBodyThatNeverEndsIsLeft() throws Exception {
        server.createContext("/" + SECRET, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            hang();
        });

        assertThat(channel().send(Message.of(fired())))
                .isEqualTo(new Delivery.Retry(shown() + " did not answer within 400 ms", Optional.empty()));
    }

    @Test
    void aReceiverThatIsAwayIsTriedAgainAndItsPathIsNotShown() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(channel("http://localhost:" + port + "/" + SECRET).send(Message.of(fired())))
                .isEqualTo(new Delivery.Retry("http://localhost:" + port + " could not be reached (ConnectException)",
                        Optional.empty()));
    }

    @Test
    void theLogTellsInOneLine() {
        Alert alert = alert(AlertState.FIRING);
        Message message = Message.of(new AlertChange.Fired(1, new Alert(1, "web-1", "r", "c",
                Labels.of("mountpoint", "/a\nWARN forged"), AlertState.FIRING, Severity.WARNING, alert.reason(), NOW,
                NOW, null, null, null, null, null), NOW));

        assertThat(LogChannel.line(message)).startsWith("FIRING r: p99 is 312 ms").doesNotContain("\n");
    }

    private void hang() {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(int status, Map<String, String> headers) {
        server.createContext("/" + SECRET, exchange -> {
            note(exchange);
            headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private void note(HttpExchange exchange) throws IOException {
        received.put("method", exchange.getRequestMethod());
        received.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        for (String name : new String[]{"Idempotency-Key", "Authorization", "Content-Type"}) {
            received.put(name, String.valueOf(exchange.getRequestHeaders().getFirst(name)));
        }
    }

    private void assertJson(String expected) {
        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(received.get("body"))).isEqualTo(json.readTree(expected));
    }

    private static String read(String body, String field) {
        return JsonMapper.shared().readTree(body).get(field).asString();
    }

    private String shown() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private WebhookChannel channel() {
        return channel(shown() + "/" + SECRET);
    }

    private static WebhookChannel channel(String url) {
        return new WebhookChannel("on-call", WebhookAddress.parse("url", url), new Secret("t0ken"),
                InstantSource.fixed(NOW), Duration.ofMillis(400));
    }

    private static AlertChange fired() {
        return new AlertChange.Fired(43, alert(AlertState.FIRING), NOW);
    }

    private static Alert alert(AlertState state) {
        return new Alert(42, "web-1", "orders-p99", "p99 < 250ms", Labels.of("probe", "orders-read"), state,
                Severity.CRITICAL, "p99 is 312 ms", NOW.minusSeconds(120), NOW, null, 0.312, 0.25,
                NOW.minusMillis(40), null);
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
