package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to real servers, kind ones and others: what is told of each, and that nothing secret is. */
class HttpTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** How long a refused certificate is not looked at again. */
    private static final long BREATH_MILLIS = 200;

    @TempDir
    private Path directory;

    /** Settings of the usual request with one thing or another changed. */
    private record Asked(@Nullable String method, @Nullable String path, @Nullable Map<String, Secret> headers,
            @Nullable Secret body, @Nullable ExpectSettings expect, @Nullable Boolean followRedirects,
            @Nullable Boolean keepAlive) {

        static final Asked PLAIN = new Asked(null, null, null, null, null, null, null);

        Asked path(String other) {
            return new Asked(method, other, headers, body, expect, followRedirects, keepAlive);
        }

        Asked expecting(@Nullable String status, @Nullable String text, @Nullable String matches, String... json) {
            return new Asked(method, path, headers, body,
                    new ExpectSettings(status, Map.of(), text, matches, List.of(json)), followRedirects, keepAlive);
        }

        Asked following() {
            return new Asked(method, path, headers, body, expect, true, keepAlive);
        }

        Asked header(String name, String value) {
            return new Asked(method, path, Map.of(name, new Secret(value)), body, expect, followRedirects, keepAlive);
        }

        Asked posting(String text) {
            return new Asked("POST", path, headers, new Secret(text), expect, followRedirects, keepAlive);
        }

        Asked closing() {
            return new Asked(method, path, headers, body, expect, followRedirects, false);
        }

        ProbeSettings probe(int operations) {
            return new ProbeSettings("shop", "request", null, null, operations, 0, null, DEADLINE, null, null, null,
                    null, null, new HttpSettings(method, path, headers, body, expect, followRedirects, keepAlive,
                            "20kB"),
                    null, null, null, null);
        }
    }

    private static Run run(TargetSettings target, Asked asked) {
        return run(target, asked, 5);
    }

    private static Run run(TargetSettings target, Asked asked, int operations) {
        try (Probes probes = TestProbes.of(target, asked.probe(operations))) {
            return TestProbes.run(probes);
        }
    }

    private static void assertFailed(Run run, String kind, String sentence) {
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(sentence));
        assertThat(run.errors()).containsOnlyKeys(kind);
        assertThat(run.successes()).isZero();
    }

    @Test
    void aGoodEndpointTellsItsPhasesAndHowLargeItsAnswerIs() throws IOException {
        try (TestHttp server = TestHttp.answering(200, "hello")) {
            Run run = run(server.settings(), Asked.PLAIN);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.successes()).isEqualTo(5);
            assertThat(run.operations()).containsOnlyKeys("request");
            assertThat(run.phases()).containsOnlyKeys("pool_wait", "dns", "connect", "first_byte", "body");
            assertThat(count(run, "first_byte")).isEqualTo(5);
            assertThat(count(run, "connect")).isEqualTo(2);
            assertThat(run.measures()).containsEntry("body_size", 5.0).containsKey("cold")
                    .doesNotContainKey("certificate_remaining");
        }
    }

    private static long count(Run run, String phase) {
        return Objects.requireNonNull(run.phases().get(phase)).count();
    }

    @Test
    void aConnectionThatIsNotKeptIsPartOfEachRequest() throws IOException {
        try (TestHttp server = TestHttp.answering(200, "hello")) {
            Run run = run(server.settings(), Asked.PLAIN.closing());

            assertThat(run.successes()).isEqualTo(5);
            assertThat(count(run, "connect")).isGreaterThanOrEqualTo(5);
            assertThat(count(run, "dns")).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void aServerThatClosesAfterEachAnswerWithoutAWordIsAskedAnew() throws IOException {
        try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            Run run = run(server.settings(), Asked.PLAIN);

            assertThat(run.errors()).isEmpty();
            assertThat(run.successes()).isEqualTo(5);
        }
    }

    @Test
    void errorsOfTheServerAndOfTheRequestAreKindsOfTheirOwn() throws IOException {
        try (TestHttp broken = TestHttp.answering(503, "out of order"); TestHttp none = TestHttp.answering(404, "")) {
            assertFailed(run(broken.settings(), Asked.PLAIN), "status_5xx",
                    "shop answered with status 503 instead of 2xx");
            assertFailed(run(none.settings(), Asked.PLAIN), "status_4xx",
                    "shop answered with status 404 instead of 2xx");
            assertThat(run(none.settings(), Asked.PLAIN.expecting("200, 404", null, null)).outcome())
                    .isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void whatIsExpectedOfABodyIsLookedAtAndNothingOfItIsShown() throws IOException {
        try (TestHttp server = TestHttp.answering(200, "{\"items\":[{\"id\":7,\"owner\":\"s3cret\"}],\"total\":1}")) {
            assertThat(run(server.settings(), Asked.PLAIN.expecting("200", "items", "\"total\":\\d",
                    "/items >= 1", "/items/0/id = 7", "/items/0/owner != null")).outcome())
                    .isEqualTo(new Outcome.Succeeded());
            assertFailed(run(server.settings(), Asked.PLAIN.expecting(null, null, null, "/items/0/owner = 'me'")),
                    "assertion", "shop answered otherwise than expected: not /items/0/owner = 'me'");
            assertFailed(run(server.settings(), Asked.PLAIN.expecting(null, "order", null)), "assertion",
                    "shop answered otherwise than expected: the body does not contain 'order'");
        }
    }

    @Test
    void whatIsExpectedOfAHeaderIsLookedAt() throws IOException {
        try (TestHttp server = TestHttp.of(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
            TestHttp.answer(exchange, 200, "{}");
        })) {
            assertThat(run(server.settings(), headers("application/json")).errors()).isEmpty();
            assertFailed(run(server.settings(), headers("text/html")), "assertion",
                    "shop answered otherwise than expected: the header content-type does not contain 'text/html'");
        }
    }

    private static Asked headers(String type) {
        return new Asked(null, null, null, null, new ExpectSettings(null, Map.of("content-type", type), null, null,
                null), null, null);
    }

    @Test
    void aServerThatSaysNothingOrTooLittleTimesOut() throws IOException {
        try (RawServer silent = RawServer.hanging(); RawServer slow = RawServer.trickling()) {
            for (RawServer server : List.of(silent, slow)) {
                Run run = run(server.settings(Duration.ofMillis(300)), Asked.PLAIN);

                assertThat(run.outcome()).isEqualTo(new Outcome.TimedOut(
                        "shop at localhost:" + server.port() + " did not answer within the deadline"));
                assertThat(run.errors()).containsOnlyKeys("timeout");
                // What the server sends would last for 100 s.
                assertThat(run.took()).isLessThan(DEADLINE);
            }
        }
    }

    @Test
    void anAnswerWithoutAnEndIsLeftOffAtItsBound() throws IOException {
        try (RawServer server = RawServer.endless()) {
            assertFailed(run(server.settings(), Asked.PLAIN), "too_large",
                    "shop answered with more than the 20000 bytes that are read of a body");
        }
        try (RawServer server = RawServer.endlessHeaders()) {
            assertFailed(run(server.settings(), Asked.PLAIN), "too_large",
                    "shop answered with more than the 262144 bytes that are read of headers");
        }
    }

    @Test
    void whatIsNoHttpIsSaidAsSuchAndNotRepeated() throws IOException {
        try (RawServer garbage = RawServer.saying("s3cret nonsense\r\n\r\n");
                RawServer cutOff = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
                RawServer rude = new RawServer((_, _) -> {})) {
            assertFailed(run(garbage.settings(), Asked.PLAIN), "protocol",
                    "shop at localhost:" + garbage.port() + " did not answer in HTTP");
            assertFailed(run(cutOff.settings(), Asked.PLAIN), "protocol",
                    "shop ended its answer before the end it had announced");
            assertThat(run(rude.settings(), Asked.PLAIN).errors()).containsOnlyKeys("connect");
        }
    }

    @Test
    void nobodyThereAndNoSuchNameAreOneFailureEach() {
        Run refused = run(target("http://localhost:" + TestRedis.freePort()), Asked.PLAIN);
        assertThat(refused.outcome().reason()).startsWith("cannot connect to shop at localhost:")
                .endsWith(": connection refused");
        assertThat(refused.errors()).isEqualTo(Map.of("connect", 1L));

        Run unknown = run(target("http://no-such-host.invalid"), Asked.PLAIN);
        assertThat(unknown.outcome().reason())
                .isEqualTo("cannot connect to shop at no-such-host.invalid:80: the host name is unknown");
        assertThat(unknown.errors()).isEqualTo(Map.of("dns", 1L));
    }

    private static TargetSettings target(String url) {
        return new TargetSettings(url, null, null, false, null, null, null);
    }

    @Test
    void servicesThatHandOutCredentialsAreNeverAsked() {
        assertFailed(run(target("http://169.254.169.254"), Asked.PLAIN.path("/latest/meta-data")), "forbidden",
                "shop leads to 169.254.169.254, which is link-local, multicast or hands out credentials, where nothing"
                        + " is probed");
        assertThat(run(target("http://metadata.google.internal"), Asked.PLAIN).errors()).containsOnlyKeys("forbidden");
    }

    @Test
    void redirectsAreFollowedOnlyWhenAskedFor() throws IOException {
        try (TestHttp server = TestHttp.of(exchange -> {
            exchange.getResponseHeaders().add("Location", "/new");
            TestHttp.answer(exchange, exchange.getRequestURI().getPath().equals("/new") ? 200 : 302, "");
        })) {
            assertFailed(run(server.settings(), Asked.PLAIN), "redirect",
                    "shop answered with status 302 instead of 2xx, which leads elsewhere (http.follow-redirects)");
            assertThat(run(server.settings(), Asked.PLAIN.following()).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void redirectsInACircleAreLeftOff() throws IOException {
        try (TestHttp server = TestHttp.of(exchange -> {
            exchange.getResponseHeaders().add("Location", "/again");
            TestHttp.answer(exchange, 302, "");
        })) {
            assertFailed(run(server.settings(), Asked.PLAIN.following()), "redirect",
                    "shop leads on more than 5 times");
        }
    }

    @Test
    void aRedirectIntoAPrivateNetworkOrToCredentialsIsNotFollowed() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (TestHttp inside = TestHttp.of(exchange -> {
            asked.incrementAndGet();
            TestHttp.answer(exchange, 200, "");
        })) {
            assertThat(redirectedTo("http://127.0.0.1:" + inside.port() + "/").errors())
                    .containsOnlyKeys("forbidden");
            assertThat(redirectedTo("http://169.254.169.254/latest").errors()).containsOnlyKeys("forbidden");
            assertThat(redirectedTo("http://metadata.google.internal/").errors()).containsOnlyKeys("forbidden");
            assertThat(redirectedTo("gopher://127.0.0.1/").errors()).containsOnlyKeys("redirect");
            assertThat(asked).hasValue(0);
        }
    }

    private static Run redirectedTo(String location) throws IOException {
        try (TestHttp server = TestHttp.of(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            TestHttp.answer(exchange, 302, "");
        })) {
            return run(server.settings(), Asked.PLAIN.following());
        }
    }

    @Test
    void headersAreSentToTheirTargetAndToNobodyElse() throws IOException {
        ConcurrentLinkedQueue<String> here = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> there = new ConcurrentLinkedQueue<>();
        try (TestHttp other = TestHttp.of(exchange -> {
            there.add(exchange.getRequestHeaders().entrySet().toString());
            TestHttp.answer(exchange, 200, "");
        });
                TestHttp server = TestHttp.of(exchange -> {
                    here.add(exchange.getRequestHeaders().entrySet().toString());
                    exchange.getResponseHeaders().add("Location", other.url() + "/");
                    TestHttp.answer(exchange, 302, "");
                })) {
            TargetSettings target = new TargetSettings(server.url(), "probe", new Secret("pa55"), false, null, null,
                    null);
            Run run = run(target, Asked.PLAIN.header("X-Api-Key", "s3cret").following());

            assertThat(run.errors()).isEmpty();
            assertThat(here).allSatisfy(headers -> assertThat(headers).contains("s3cret", "Basic cHJvYmU6cGE1NQ=="));
            assertThat(there).isNotEmpty().allSatisfy(headers -> assertThat(headers)
                    .doesNotContain("s3cret", "Basic"));
            assertThat(run.toString()).doesNotContain("s3cret", "pa55");
        }
    }

    @Test
    void aWritingRequestSendsItsBodyWhereTheTargetAllowsWrites() throws IOException {
        ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
        try (TestHttp server = TestHttp.of(exchange -> {
            bodies.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            TestHttp.answer(exchange, 201, "");
        })) {
            Run run = run(new TargetSettings(server.url(), null, null, true, null, null, null),
                    Asked.PLAIN.posting("{\"s3cret\":1}"));

            assertThat(run.errors()).isEmpty();
            assertThat(run.phases()).containsKey("send");
            assertThat(bodies).hasSizeGreaterThanOrEqualTo(5).containsOnly("POST {\"s3cret\":1}");
        }
    }

    @Test
    void aDryRunShowsTheRequestWithoutWhatMayBeSecret() throws IOException {
        try (TestHttp server = TestHttp.answering(200, "");
                Probes probes = TestProbes.of(server.settings(),
                        Asked.PLAIN.path("/orders?limit=10&key=s3cret").header("X-Key", "s3cret").probe(5))) {
            Explanation explanation = probes.explain("orders").orElseThrow();

            assertThat(explanation.statements()).containsExactly("GET /orders?limit=…&key=…");
            assertThat(explanation.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void certificatesThatCannotBeTrustedAreToldApart() throws IOException {
        TestCertificates certificates = new TestCertificates();
        Path authority = certificates.file(directory);
        try (TestHttp expired = TestHttp.encrypted(certificates.expired(), HttpTests::hello);
                TestHttp early = TestHttp.encrypted(certificates.server("localhost", Duration.ofDays(1),
                        Duration.ofDays(2)), HttpTests::hello);
                TestHttp another = TestHttp.encrypted(certificates.ofAnotherHost(), HttpTests::hello);
                TestHttp unknown = TestHttp.encrypted(new TestCertificates().good(), HttpTests::hello);
                RawServer plain = new RawServer((visitor, _) -> RawServer.say(visitor, "HTTP/1.1 400 Bad\r\n\r\n"))) {
            assertDistrusted(expired.settings(authority), "its certificate has expired");
            assertDistrusted(early.settings(authority), "its certificate is not valid yet");
            assertDistrusted(another.settings(authority), "its certificate is for another host");
            assertDistrusted(unknown.settings(authority), "its certificate is from an unknown authority");
            assertThat(run(target("https://localhost:" + plain.port()), Asked.PLAIN).errors())
                    .containsOnlyKeys("tls");
        }
    }

    private static void hello(HttpExchange exchange) throws IOException {
        TestHttp.answer(exchange, 200, "hello");
    }

    private static void assertDistrusted(TargetSettings target, String why) {
        Run run = run(target, Asked.PLAIN, 1_000);
        assertThat(run.outcome().reason()).startsWith("cannot connect to shop at localhost:").endsWith(": " + why);
        assertThat(run.errors()).containsOnlyKeys("tls");
        assertNoStorm(run);
    }

    /** Who is distrusted shakes hands once in a while and not a thousand times. */
    static void assertNoStorm(Run run) {
        assertThat(run.attempts()).isLessThanOrEqualTo(2 + run.took().toMillis() / BREATH_MILLIS);
    }

    @Test
    void aGoodCertificateTellsHowLongItIsValid() throws IOException {
        TestCertificates certificates = new TestCertificates();
        try (TestHttp server = TestHttp.encrypted(certificates.good(), HttpTests::hello)) {
            Run run = run(server.settings(certificates.file(directory)), Asked.PLAIN);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.phases()).containsKeys("dns", "connect", "tls", "first_byte", "body");
            // The authority's own certificate is the first to end.
            assertThat(run.measures().get("certificate_remaining")).isBetween(Duration.ofHours(20).toSeconds() * 1.0,
                    Duration.ofDays(30).toSeconds() * 1.0);
        }
    }

    @Test
    void aCrowdHasAConnectionForEachWorker() throws IOException {
        ConcurrentLinkedQueue<Integer> ports = new ConcurrentLinkedQueue<>();
        try (TestHttp server = TestHttp.of(exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            hello(exchange);
        })) {
            ProbeSettings crowd = new ProbeSettings("shop", "request", null, 200, 1_000, 0, null,
                    Duration.ofSeconds(30), null, null, null, null, null, null, null, null, null, null);
            try (Probes probes = TestProbes.of(server.settings(), crowd)) {
                Run run = TestProbes.run(probes);

                assertThat(run.errors()).isEmpty();
                assertThat(run.successes()).isEqualTo(1_000);
                assertThat(ports.stream().distinct().count()).isGreaterThanOrEqualTo(200);
            }
        }
    }

    @Test
    void arrivalsAndProfilesWorkAsOnDatabases() throws IOException {
        try (TestHttp server = TestHttp.answering(200, "hello")) {
            LoadSettings load = new LoadSettings(50.0, null, Duration.ofMillis(1_500), null,
                    LoadSettings.Profile.SPIKE, 200.0, null, null);
            ProbeSettings spike = new ProbeSettings("shop", "request", null, 4, null, 0, null, Duration.ofSeconds(10),
                    null, null, load, null, null, null, null, null, null, null);
            try (Probes probes = TestProbes.of(server.settings(), spike)) {
                Run run = TestProbes.run(probes);

                assertThat(run.errors()).isEmpty();
                assertThat(run.phases()).containsKeys("lag", "service");
                assertThat(run.course().stages()).isNotEmpty();
            }
        }
    }

    @Test
    void http2IsSpokenWhereTheServerDoes() throws Exception {
        TestCertificates certificates = new TestCertificates();
        try (TestTomcat server = new TestTomcat(directory, certificates.good())) {
            TargetSettings target = new TargetSettings(server.url(), null, null, false, null,
                    certificates.file(directory), null);
            Run run = run(target, Asked.PLAIN.expecting("200", "hello over HTTP/2.0", null));

            assertThat(run.errors()).isEmpty();
            assertThat(run.successes()).isEqualTo(5);
            assertThat(run.phases()).containsKeys("connect", "tls", "first_byte", "body");
        }
    }

    @Test
    void http11IsSpokenToTheOthers() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            assertThat(run(target(server.url()), Asked.PLAIN.expecting("200", "hello over HTTP/1.1", null)).errors())
                    .isEmpty();
        }
    }
}
