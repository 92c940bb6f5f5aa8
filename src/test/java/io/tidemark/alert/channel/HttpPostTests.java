package io.tidemark.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.metric.RetryAfter;
import io.tidemark.metric.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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

/** Against a real HTTP server. */
class HttpPostTests {

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
    void postsJsonWithTokenAndKey() throws Exception {
        answer(200, Map.of());

        assertThat(send()).isEqualTo(new Delivery.Delivered());
        assertThat(received).containsEntry("Idempotency-Key", "43").containsEntry("Authorization", "Bearer t0ken")
                .containsEntry("Content-Type", "application/json").containsEntry("method", "POST")
                .containsEntry("body", "{}");
    }

    @Test
    void thePreviewShowsWhatIsSentButNoSecret() {
        assertThat(post().preview("43", "{}")).isEqualTo("""
                POST %s/***
                Content-Type: application/json
                Idempotency-Key: 43
                Authorization: Bearer ***

                {}""".formatted(shown())).doesNotContain(SECRET, "t0ken");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408, 429})
    void aReceiverInTroubleIsTriedAgain(int status) throws Exception {
        answer(status, Map.of());

        assertThat(send())
                .isEqualTo(new Delivery.Retry(shown() + " answered " + status, Optional.empty()));
    }

    @Test
    void retryAfterIsHonoured() throws Exception {
        answer(429, Map.of("Retry-After", "7"));

        assertThat(send())
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
    @ValueSource(ints = {400, 413, 422})
    void aMessageWithAFaultIsToldFromARefusal(int status) throws Exception {
        answer(status, Map.of());

        assertThat(send()).isEqualTo(new Delivery.Unacceptable(shown() + " answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void aRefusalIsFinal(int status) throws Exception {
        answer(status, Map.of());

        assertThat(send())
                .isEqualTo(new Delivery.Rejected(shown() + " answered " + status));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        server.createContext("/elsewhere", exchange -> received.put("followed", "yes"));
        answer(302, Map.of("Location", "/elsewhere"));

        assertThat(send()).isEqualTo(new Delivery.Rejected(
                shown() + " answered 302; redirects are not followed, set the url it leads to"));
        assertThat(received).doesNotContainKey("followed");
    }

    @Test
    void aReceiverThatNeverAnswersIsLeft() throws Exception {
        server.createContext("/" + SECRET, _ -> hang());

        assertThat(hasty().send("43", "{}"))
                .isEqualTo(new Delivery.Retry(shown() + " did not answer within 400 ms", Optional.empty()));
    }

    @Test
    void aBodyThatNeverEndsIsLeft() throws Exception {
        server.createContext("/" + SECRET, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            hang();
        });

        assertThat(hasty().send("43", "{}"))
                .isEqualTo(new Delivery.Retry(shown() + " did not answer within 400 ms", Optional.empty()));
    }

    @Test
    void aReceiverThatIsAwayIsTriedAgainAndItsPathIsNotShown() throws Exception {
        try (Socket taken = new Socket()) {
            // Nobody listens there, and nobody else can.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String origin = "http://localhost:" + taken.getLocalPort();

            assertThat(post(origin + "/" + SECRET).send("43", "{}")).isEqualTo(
                    new Delivery.Retry(origin + " could not be reached (ConnectException)", Optional.empty()));
        }
    }

    @Test
    void anAnswerWithoutMeasureIsLeft() throws Exception {
        server.createContext("/" + SECRET, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 20];
            for (int i = 0; i < 4; i++) {
                exchange.getResponseBody().write(much);
            }
            exchange.close();
        });

        assertThat(send()).isInstanceOf(Delivery.Retry.class);
    }

    private void hang() {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(int status, Map<String, String> headers) {
        answer("/" + SECRET, status, headers);
    }

    private void answer(String path, int status, Map<String, String> headers) {
        server.createContext(path, exchange -> {
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

    private String shown() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private Delivery send() throws InterruptedException {
        return post().send("43", "{}");
    }

    private HttpPost post() {
        return post(shown() + "/" + SECRET);
    }

    /** For those that never answer: its connection is there already, so that only the answer can be late. */
    private HttpPost hasty() throws InterruptedException {
        answer("/nobody", 404, Map.of());
        assertThat(post(shown() + "/nobody").send("1", "{}")).isInstanceOf(Delivery.Rejected.class);
        return post(shown() + "/" + SECRET, Duration.ofMillis(400));
    }

    private static HttpPost post(String url) {
        return post(url, Duration.ofSeconds(30));
    }

    private static HttpPost post(String url, Duration deadline) {
        return new HttpPost(HttpAddress.parse("url", url), new Secret("t0ken"), InstantSource.fixed(NOW), deadline);
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
