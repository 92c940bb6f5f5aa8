package io.tidemark.probe.target;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection to a WebSocket endpoint, and one WebSocket over it; a further one takes a further connection. */
public final class WebSocketSession implements Session {

    private final HttpTarget target;
    private final HttpSockets sockets;
    private final long lookupNanos;
    private Duration limit;
    private @Nullable Socket connection;
    private volatile @Nullable WebSocket open;
    private volatile @Nullable Instant certificateEnds;
    private volatile boolean broken;

    WebSocketSession(HttpTarget target, HttpSockets sockets, long lookupNanos, Duration limit) {
        this.target = target;
        this.sockets = sockets;
        this.lookupNanos = lookupNanos;
        this.limit = target.within(limit);
    }

    /**
     * Opens a WebSocket over the connection there is, or over a new one once that was used.
     *
     * @param lap takes the name of each phase when it ends
     * @throws ProbeException when the server does not agree
     */
    public WebSocket open(WebSocketRequest request, Consumer<String> lap) throws IOException, ProbeException {
        hangUp();
        long end = end();
        try {
            if (sockets.ahead() == null) {
                target.connect(sockets, left(end), lap);
            }
            Socket raw = sockets.createSocket();
            connection = raw;
            Socket socket = target.address().encrypted() ? encrypted(raw, lap, end) : raw;
            TimedInput in = new TimedInput(socket);
            new WebSocketHandshake(target, request).perform(in, socket.getOutputStream(), end);
            lap.accept("upgrade");
            WebSocket made = new WebSocket(target.name(), socket, in, request.maxMessage());
            open = made;
            return made;
        } catch (IOException e) {
            broken = true;
            target.failed(e);
            throw e;
        }
    }

    /** The same over a new connection in any case. */
    public WebSocket openAnew(WebSocketRequest request, Consumer<String> lap) throws IOException, ProbeException {
        sockets.forgetAhead();
        return open(request, lap);
    }

    private Socket encrypted(Socket raw, Consumer<String> lap, long end) throws IOException {
        String host = target.url("").host();
        SSLSocket socket = (SSLSocket) target.client().sslSocketFactory().createSocket(raw, host, raw.getPort(), true);
        socket.setSoTimeout((int) Math.max(1, left(end).toMillis()));
        socket.startHandshake();
        if (!target.client().hostnameVerifier().verify(host, socket.getSession())) {
            throw new SSLPeerUnverifiedException("another host's");
        }
        certificateEnds = HttpEvents.ends(chain(socket.getSession(), host));
        lap.accept("tls");
        return socket;
    }

    /** Up to its authority, which servers need not send, and without what they send beside it: as HTTP tells it. */
    private List<Certificate> chain(SSLSession session, String host) throws SSLPeerUnverifiedException {
        List<Certificate> sent = List.of(session.getPeerCertificates());
        try {
            return Objects.requireNonNull(target.client().certificateChainCleaner()).clean(sent, host);
        } catch (SSLPeerUnverifiedException _) {
            // It is trusted by itself, whoever has signed it.
            return sent.subList(0, 1);
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** When something that begins now has to be over, as {@link System#nanoTime()}. */
    public long end() {
        return end(System.nanoTime());
    }

    /** The same of something that began then. */
    public long end(long from) {
        return from + limit.toNanos();
    }

    /** How long the server's certificate is valid yet, its chain's earliest end counting; empty without TLS. */
    public Optional<Duration> certificateRemaining(InstantSource clock) {
        return Optional.ofNullable(certificateEnds).map(ends -> Duration.between(clock.instant(), ends));
    }

    /** Ends the WebSocket there is, and its connection. */
    public void hangUp() {
        WebSocket last = open;
        if (last != null) {
            last.sayFarewell();
        }
        open = null;
        if (connection != null) {
            HttpSockets.close(connection);
        }
        connection = null;
    }

    @Override
    public void limit(Duration limit) {
        this.limit = target.within(limit);
    }

    @Override
    public long lookupNanos() {
        return lookupNanos;
    }

    /** A ping would be answered after all that is on its way. */
    @Override
    public boolean answers() {
        return !isBroken();
    }

    @Override
    public boolean isBroken() {
        WebSocket last = open;
        return broken || isCut() || (last != null && !last.isUsable());
    }

    /** Whether it was ended by whoever runs it. */
    public boolean isCut() {
        return sockets.isCut();
    }

    @Override
    public void reset() {
        hangUp();
    }

    @Override
    public void abort() {
        sockets.cut();
    }

    @Override
    public void close() {
        hangUp();
        sockets.cut();
    }
}
