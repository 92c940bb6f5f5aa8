package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.Secret;
import io.tidemark.probe.RawHttp2;
import io.tidemark.probe.TestCertificates;
import io.tidemark.probe.TestHttp;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.target.HttpRequest.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client would do by itself with a request or its answer is not done, so that figures hold what they say. */
class HttpExchangeTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private static HttpRequest get(Map<String, Secret> headers) {
        return new HttpRequest(Method.GET, "/", headers, null, new Handling(true, true, 1_000, true));
    }

    private static HttpAnswer ask(TestHttp server, HttpRequest request) throws Exception {
        try (HttpTarget target = HttpTargetTests.target(server.url(), InetAddress::getAllByName);
                HttpSession session = target.open(LIMIT)) {
            return session.exchange(request).send(_ -> {});
        }
    }

    @ParameterizedTest
    @CsvSource({"503, 0", "503, 99999999999", "503, 1", "429, 0", "401, 0", "407, 0", "408, 0", "421, 0"})
    void anErrorIsAnAnswerWhateverTheServerAsksFor(int status, String retryAfter) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TestHttp server = TestHttp.of(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            TestHttp.answer(exchange, status, "later");
        })) {
            HttpAnswer answer = ask(server, get(Map.of()));

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo("later");
            assertThat(answer.header("Retry-After")).isEqualTo(retryAfter);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aBodyComesAsItIsAndSoDoesWhatIsSaidOfIt() throws Exception {
        try (TestHttp server = TestHttp.of(exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            TestHttp.answer(exchange, 200, "not packed");
        })) {
            HttpAnswer answer = ask(server, get(Map.of()));

            assertThat(answer.body()).isEqualTo("not packed");
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void nothingPackedIsAskedForUnlessTheUserDoes() throws Exception {
        ConcurrentLinkedQueue<List<String>> wanted = new ConcurrentLinkedQueue<>();
        try (TestHttp other = TestHttp.of(exchange -> {
            wanted.add(exchange.getRequestHeaders().get("Accept-Encoding"));
            TestHttp.answer(exchange, 200, "");
        });
                TestHttp server = TestHttp.of(exchange -> {
                    wanted.add(exchange.getRequestHeaders().get("Accept-Encoding"));
                    exchange.getResponseHeaders().add("Location", other.url() + "/");
                    TestHttp.answer(exchange, 302, "");
                })) {
            ask(server, get(Map.of()));
            ask(server, get(Map.of("accept-encoding", new Secret("br"))));

            assertThat(wanted).containsExactly(List.of("identity"), List.of("identity"), List.of("br"),
                    List.of("identity"));
        }
    }

    @Test
    void aStreamThatTheServerResetsIsNotAskedForAgain() throws Exception {
        TestCertificates certificates = new TestCertificates();
        try (RawHttp2 server = new RawHttp2(certificates.good(),
                request -> request == 2 ? RawHttp2.INTERNAL_ERROR : RawHttp2.ANSWER);
                HttpTarget target = trusting(server.url(), certificates);
                HttpSession session = target.open(LIMIT)) {
            HttpExchange exchange = session.exchange(get(Map.of()));

            assertThat(exchange.send(_ -> {}).status()).isEqualTo(200);
            assertThatThrownBy(() -> exchange.send(_ -> {})).satisfies(e -> assertThat(target.explain(e))
                    .isEqualTo(new Failure(Kind.PROTOCOL, "shop at " + server.url().substring("https://".length())
                            + " gave the request up (HTTP/2 stream reset)")));
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void aStreamThatTheServerHasNotTakenIs() throws Exception {
        TestCertificates certificates = new TestCertificates();
        try (RawHttp2 server = new RawHttp2(certificates.good(),
                request -> request == 2 ? RawHttp2.REFUSED_STREAM : RawHttp2.ANSWER);
                HttpTarget target = trusting(server.url(), certificates);
                HttpSession session = target.open(LIMIT)) {
            HttpExchange exchange = session.exchange(get(Map.of()));

            assertThat(exchange.send(_ -> {}).status()).isEqualTo(200);
            assertThat(exchange.send(_ -> {}).status()).isEqualTo(200);
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    private HttpTarget trusting(String url, TestCertificates certificates) throws IOException {
        return HttpTargetTests.target(url, HttpTrust.of("ca-file", certificates.file(directory)));
    }
}
