package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.probe.BlackHole;
import io.tidemark.probe.RawServer;
import io.tidemark.probe.TestCertificates;
import io.tidemark.probe.TestHttp;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.target.HttpRequest.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections to an HTTP endpoint: which addresses are tried, and that nothing is waited for beyond its time. */
class HttpTargetTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final HttpRequest ROOT = new HttpRequest(Method.GET, "/", Map.of(), null,
            new Handling(true, false, 1_000, true));
    private static final HttpRequest UNKEPT = new HttpRequest(Method.GET, "/", Map.of(), null,
            new Handling(false, false, 1_000, true));
    private static final HttpRequest FOLLOWING = new HttpRequest(Method.GET, "/", Map.of(), null,
            new Handling(true, true, 1_000, true));

    @Test
    void theFirstAddressThatAnswersIsTaken() throws Exception {
        try (TestHttp server = TestHttp.answering(200, "hello");
                HttpTarget target = target(server.url(), _ -> new InetAddress[]{InetAddress.ofLiteral("::1"),
                        InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")});
                HttpSession session = target.open(LIMIT)) {
            List<String> phases = new ArrayList<>();
            HttpExchange exchange = session.exchange(ROOT);

            assertThat(exchange.send(phases::add).body()).isEqualTo("hello");
            assertThat(exchange.send(phases::add).status()).isEqualTo(200);
            assertThat(phases).containsExactly("first_byte", "first_byte");
            assertThat(session.lookupNanos()).isPositive();
        }
    }

    @Test
    void theAddressThatAnsweredIsTakenFirstByLaterConnectionsToo() throws Exception {
        InetAddress first = InetAddress.ofLiteral("127.0.0.2");
        try (TestHttp server = TestHttp.answering(200, "hello");
                BlackHole _ = new BlackHole(first, URI.create(server.url()).getPort());
                HttpTarget target = target(server.url(),
                        _ -> new InetAddress[]{first, InetAddress.ofLiteral("127.0.0.1")});
                HttpSession session = target.open(LIMIT)) {
            assertThat(session.exchange(UNKEPT).send(_ -> {}).body()).isEqualTo("hello");
        }
    }

    @Test
    void aNameThatAlsoLeadsToCredentialsIsNotConnectedTo() throws Exception {
        try (TestHttp server = TestHttp.answering(200, "hello");
                HttpTarget target = target(server.url(), _ -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.1"),
                        InetAddress.ofLiteral("169.254.169.254")})) {
            assertThatThrownBy(() -> target.open(LIMIT)).satisfies(e -> assertThat(target.explain(e))
                    .isEqualTo(new Failure(Kind.FORBIDDEN, "shop leads to 169.254.169.254, which is link-local,"
                            + " multicast or hands out credentials, where nothing is probed")));
        }
    }

    @Test
    void aNameThatLeadsToAnotherAddressLaterIsLookedAtAgain() throws Exception {
        List<String> addresses = new ArrayList<>(List.of("127.0.0.1", "169.254.169.254"));
        try (TestHttp server = TestHttp.answering(200, "hello");
                HttpTarget target = target(server.url(),
                        _ -> new InetAddress[]{InetAddress.ofLiteral(addresses.removeFirst())});
                HttpSession session = target.open(LIMIT)) {
            HttpExchange unkept = session.exchange(UNKEPT);

            assertThatThrownBy(() -> unkept.send(_ -> {})).satisfies(
                    e -> assertThat(target.explain(e).kind()).isEqualTo(Kind.FORBIDDEN));
            assertThat(session.isBroken()).isTrue();
        }
    }

    @Test
    void aResolverThatDoesNotAnswerTimesOutAndHoldsUpOneThread() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        try (HttpTarget target = target("http://shop.example", host -> {
            asked.add(host);
            return after(end);
        })) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> target.open(Duration.ofMillis(50))).satisfies(
                        e -> assertThat(target.explain(e).kind()).isEqualTo(Kind.TIMEOUT));
            }
            assertThat(asked.poll(1, TimeUnit.MINUTES)).isEqualTo("shop.example");
            assertThat(asked).isEmpty();
            end.countDown();
        }
    }

    private static InetAddress[] after(CountDownLatch end) throws UnknownHostException {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException("shop.example");
    }

    @Test
    void aCutFromAnotherThreadEndsTheWait() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HttpTarget target = target("http://localhost:" + silent.getLocalPort(),
                        InetAddress::getAllByName)) {
            HttpSession session = target.open(LIMIT);
            CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> failure(session));
            silent.accept().getInputStream().read();
            session.abort();

            assertThat(failure.join()).isInstanceOf(IOException.class);
            assertThat(session.isBroken()).isTrue();
            assertThatThrownBy(() -> session.exchange(ROOT).send(_ -> {})).hasMessage("the connection was cut");
            session.close();
        }
    }

    @Test
    void whereATargetLeadsToIsNotTheTarget() throws Exception {
        try (TestHttp other = TestHttp.encrypted(new TestCertificates().good(), exchange -> {});
                TestHttp server = TestHttp.of(exchange -> {
                    exchange.getResponseHeaders().add("Location", other.url() + "/");
                    TestHttp.answer(exchange, 302, "");
                });
                HttpTarget target = target(server.url(), InetAddress::getAllByName)) {
            for (int i = 0; i < 2; i++) {
                try (HttpSession session = target.open(LIMIT)) {
                    assertThatThrownBy(() -> session.exchange(FOLLOWING).send(_ -> {})).satisfies(
                            e -> assertThat(target.explain(e)).isEqualTo(new Failure(Kind.TLS, "cannot connect to the"
                                    + " address shop leads to: its certificate is from an unknown authority")));
                    assertThat(session.isBroken()).isTrue();
                }
            }
        }
    }

    @Test
    void aHandshakeThatBreaksOffIsNoRefusedCertificate() throws Exception {
        try (RawServer rude = new RawServer((visitor, _) -> visitor.getInputStream().read());
                HttpTarget target = target("https://localhost:" + rude.port(), InetAddress::getAllByName)) {
            for (int i = 0; i < 2; i++) {
                try (HttpSession session = target.open(LIMIT)) {
                    assertThatThrownBy(() -> session.exchange(ROOT).send(_ -> {})).satisfies(
                            e -> assertThat(target.explain(e).kind()).isEqualTo(Kind.TLS));
                }
            }
        }
    }

    private static Throwable failure(HttpSession session) {
        try {
            session.exchange(ROOT).send(_ -> {});
            throw new IllegalStateException("nobody answers");
        } catch (IOException | ProbeException e) {
            return e;
        }
    }

    static HttpTarget target(String url, NameLookup.Resolver resolver) {
        return target(url, HttpTrust.ofSystem(), resolver);
    }

    static HttpTarget target(String url, HttpTrust trust) {
        return target(url, trust, InetAddress::getAllByName);
    }

    private static HttpTarget target(String url, HttpTrust trust, NameLookup.Resolver resolver) {
        return new HttpTarget("shop", HttpAddress.parse("url", url), new Access(null, null, null, false, Limits.USUAL),
                trust, resolver);
    }
}
