package io.tidemark.probe.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Tells the phases of a session's requests as they end. */
final class HttpEvents extends EventListener {

    private final HttpSockets sockets;
    private Consumer<String> lap = _ -> {};
    private boolean fresh;
    private boolean connected;
    private @Nullable Instant certificateEnds;

    HttpEvents(HttpSockets sockets) {
        this.sockets = sockets;
    }

    /** @param lap takes the name of each phase when it ends */
    void begin(Consumer<String> lap) {
        this.lap = lap;
        fresh = false;
        connected = false;
    }

    /** Whether the request went over a connection that was there before it. */
    boolean isReusing() {
        return connected && !fresh;
    }

    /** When the first certificate of the server's chain ends; null without TLS. */
    @Nullable
    Instant certificateEnds() {
        return certificateEnds;
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        if (sockets.ahead() == null) {
            lap.accept("dns");
        }
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        fresh = sockets.ahead() == null;
    }

    @Override
    public void secureConnectStart(Call call) {
        lapConnect();
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        lap.accept("tls");
        if (handshake != null && !sockets.isElsewhere()) {
            certificateEnds = ends(handshake.peerCertificates());
        }
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        if (!call.request().url().isHttps()) {
            lapConnect();
        }
    }

    @Override
    public void connectFailed(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol,
            IOException failure) {
        lapConnect();
    }

    private void lapConnect() {
        if (fresh) {
            lap.accept("connect");
        }
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        connected = true;
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        lap.accept("send");
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        lap.accept("first_byte");
    }

    /** When the first certificate of a chain ends. */
    static @Nullable Instant ends(List<Certificate> chain) {
        return chain.stream().filter(X509Certificate.class::isInstance)
                .map(one -> ((X509Certificate) one).getNotAfter().toInstant()).min(Instant::compareTo).orElse(null);
    }
}
