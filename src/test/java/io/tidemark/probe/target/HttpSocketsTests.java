package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.probe.BlackHole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a session's connections are made: within their time, past proxies, and first to who has answered. */
class HttpSocketsTests {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.2");

    private final HttpSockets sockets = new HttpSockets("shop");

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void nobodyIsAskedWhenTheTimeIsOver() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            assertThatThrownBy(() -> sockets.connectAhead(List.of(HERE), server.getLocalPort(), in(Duration.ZERO)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(sockets.ahead()).isNull();
        }
    }

    @Test
    void howeverManyAddressesThereAreTheyShareOneLimit() throws IOException {
        try (BlackHole everywhere = new BlackHole(InetAddress.ofLiteral("0.0.0.0"), 0)) {
            List<InetAddress> forty = IntStream.rangeClosed(1, 40)
                    .mapToObj(last -> InetAddress.ofLiteral("127.0.0." + last)).toList();
            long begun = System.nanoTime();

            assertThatThrownBy(
                    () -> sockets.connectAhead(forty, everywhere.port(), in(Duration.ofMillis(500))))
                    .isInstanceOf(SocketTimeoutException.class);
            // Half of the limit for each would be 10 s.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void whoHasAnsweredComesFirst() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            assertThat(sockets.bestFirst(List.of(NOBODY, HERE))).containsExactly(NOBODY, HERE);
            sockets.connectAhead(List.of(NOBODY, HERE), server.getLocalPort(), in(Duration.ofMinutes(1)));

            assertThat(sockets.bestFirst(List.of(NOBODY, HERE))).containsExactly(HERE, NOBODY);
            assertThat(sockets.bestFirst(List.of(NOBODY))).containsExactly(NOBODY);
        } finally {
            sockets.cut();
        }
    }

    @Test
    void noProxyIsAsked() throws IOException {
        ConcurrentLinkedQueue<URI> asked = new ConcurrentLinkedQueue<>();
        ProxySelector usual = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {

            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            sockets.connectAhead(List.of(HERE), server.getLocalPort(), in(Duration.ofMinutes(1)));

            assertThat(asked).noneMatch(uri -> uri.getPort() == server.getLocalPort());
        } finally {
            ProxySelector.setDefault(usual);
            sockets.cut();
        }
    }
}
