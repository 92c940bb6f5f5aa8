package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** An HTTP endpoint. Sessions speak HTTP/2 where the server does over TLS, else HTTP/1.1; no proxy is asked. */
public final class HttpTarget implements Target {

    private static final int MOST_SESSIONS = 1_000;
    /** How long a refused certificate is not looked at again: workers in a loop would shake hands in a storm. */
    private static final long BREATH_NANOS = 200_000_000;

    private final String name;
    private final HttpAddress address;
    private final HttpUrl root;
    private final Access access;
    private final OkHttpClient client;
    private final NameLookup names;
    private volatile @Nullable Distrust latest;

    /** A certificate that was refused. */
    private record Distrust(Failure failure, long at) {}

    HttpTarget(String name, HttpAddress address, Access access, HttpTrust trust) {
        this(name, address, access, trust, InetAddress::getAllByName);
    }

    HttpTarget(String name, HttpAddress address, Access access, HttpTrust trust, NameLookup.Resolver resolver) {
        this.name = name;
        this.address = address;
        this.root = address.root().orElseThrow();
        this.access = access;
        this.names = new NameLookup(resolver);
        // Follows, retries and waits by itself in no way that a figure would not show.
        this.client = new OkHttpClient.Builder().sslSocketFactory(trust, trust.manager()).proxy(Proxy.NO_PROXY)
                .followRedirects(false).followSslRedirects(false).retryOnConnectionFailure(false).fastFallback(false)
                .connectTimeout(access.limits().socket()).readTimeout(access.limits().socket())
                .writeTimeout(access.limits().socket()).addNetworkInterceptor(HttpStatuses::hide)
                .addInterceptor(HttpStatuses::show).build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean writes() {
        return access.writes();
    }

    @Override
    public int mostSessions() {
        return MOST_SESSIONS;
    }

    @Override
    public boolean keepsSessions() {
        return false;
    }

    @Override
    public HttpSession open(Duration limit) throws IOException, ProbeException {
        Duration connecting = within(limit);
        HttpSockets sockets = new HttpSockets(name);
        long lookup = connect(sockets, connecting, _ -> {});
        HttpEvents events = new HttpEvents(sockets);
        HttpSession session = new HttpSession(this, client(sockets, events, connecting), sockets, events, lookup);
        session.limit(limit);
        return session;
    }

    /**
     * Makes a connection ahead, unless a certificate was refused a moment ago.
     *
     * @param limit of all of it
     * @param lap takes the name of each phase when it ends
     * @return what looking up the name took, in nanoseconds; 0 for an address
     */
    long connect(HttpSockets sockets, Duration limit, Consumer<String> lap) throws IOException, ProbeException {
        Distrust distrust = latest;
        if (distrust != null && System.nanoTime() - distrust.at < BREATH_NANOS) {
            throw new ProbeException(distrust.failure, null);
        }
        long from = System.nanoTime();
        long end = from + limit.toNanos();
        long lookup = 0;
        List<InetAddress> found = NameLookup.literal(address.host().name());
        if (found.isEmpty()) {
            found = NameLookup.checked(names.addresses(address.host().name(), limit), sockets);
            lookup = System.nanoTime() - from;
            lap.accept("dns");
        }
        sockets.connectAhead(found, address.host().port(), end);
        lap.accept("connect");
        return lookup;
    }

    /** Nothing that grows or locks is shared between sessions. */
    private OkHttpClient client(HttpSockets sockets, HttpEvents events, Duration limit) {
        Dns dns = host -> addresses(host, sockets, limit);
        return client.newBuilder().dispatcher(new Dispatcher())
                .connectionPool(new ConnectionPool(1, 1, TimeUnit.MINUTES))
                .socketFactory(sockets).dns(dns).eventListener(events).build();
    }

    private List<InetAddress> addresses(String host, HttpSockets sockets, Duration limit)
            throws UnknownHostException {
        InetAddress ahead = sockets.ahead();
        return ahead == null
                ? sockets.bestFirst(NameLookup.checked(names.addresses(host, limit), sockets))
                : List.of(ahead);
    }

    HttpAddress address() {
        return address;
    }

    /** What certificates are checked with, and who may have one for a host. */
    OkHttpClient client() {
        return client;
    }

    /** The URL of a path on this target, whatever the path looks like. */
    HttpUrl url(String path) {
        HttpUrl whole = HttpUrl.parse(root.toString().replaceFirst("/$", "") + address.path() + path);
        if (whole == null || !whole.host().equals(root.host()) || whole.port() != root.port()) {
            throw new IllegalArgumentException("the path of a request leads away from " + name);
        }
        return whole;
    }

    /** Whether it is the target's own host, on whatever port. */
    boolean isHome(HttpUrl url) {
        return url.host().equals(root.host());
    }

    /** Whether it is where the target was configured for: its scheme, host and port. */
    boolean isOwn(HttpUrl url) {
        return isHome(url) && url.port() == root.port() && url.scheme().equals(root.scheme());
    }

    /** What says who is asking; null when nobody is configured. */
    @Nullable
    String credentials() {
        Secret token = access.token();
        if (token != null) {
            return "Bearer " + token.value();
        }
        Secret password = access.password();
        String user = access.username() == null ? "" : access.username();
        return password == null && user.isEmpty()
                ? null
                : Credentials.basic(user, password == null ? "" : password.value(), StandardCharsets.UTF_8);
    }

    /** The longest a request may take, of a run that allows so much. */
    Duration within(Duration limit) {
        return access.limits().connecting(limit);
    }

    /** A request has failed; that a certificate was refused counts for a moment. */
    void failed(IOException failure) {
        if (HttpFailures.isDistrust(failure)) {
            latest = new Distrust(explain(failure), System.nanoTime());
        }
    }

    @Override
    public Failure explain(Throwable failure) {
        return HttpFailures.of(name, address.host().toString()).explain(failure);
    }

    @Override
    public String toString() {
        return name + " at " + address;
    }
}
