package io.tidemark.probe.target;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One connection to an HTTP endpoint; a further one is made where the server closes it after each answer. */
public final class HttpSession implements Session {

    /** Of headers the client reads no more; it says the same then as when the connection ends. */
    private static final int MOST_HEADERS = 262_144;

    private final HttpTarget target;
    private final OkHttpClient client;
    private final HttpSockets sockets;
    private final HttpEvents events;
    private final long lookupNanos;
    private Duration limit;
    private boolean away;
    private volatile @Nullable Call going;
    private volatile boolean broken;

    HttpSession(HttpTarget target, OkHttpClient client, HttpSockets sockets, HttpEvents events, long lookupNanos) {
        this.target = target;
        this.client = client;
        this.sockets = sockets;
        this.events = events;
        this.lookupNanos = lookupNanos;
        this.limit = Duration.ofNanos(1);
    }

    /** Makes a request ready to be sent again and again. */
    public HttpExchange exchange(HttpRequest request) {
        return new HttpExchange(this, request);
    }

    /** How long the server's certificate is valid yet, its chain's earliest end counting; empty without TLS. */
    public Optional<Duration> certificateRemaining(InstantSource clock) {
        Instant ends = events.certificateEnds();
        return ends == null ? Optional.empty() : Optional.of(Duration.between(clock.instant(), ends));
    }

    HttpTarget target() {
        return target;
    }

    /** A request begins; phases are told from here on. */
    void begin(Consumer<String> lap, boolean keepAlive) {
        events.begin(lap);
        sockets.elsewhere(false);
        if (!keepAlive) {
            sockets.forgetAhead();
            client.connectionPool().evictAll();
        }
    }

    /** Whether the last request went over a connection that was there before it. */
    boolean wasReused() {
        return events.isReusing() && !sockets.isCut();
    }

    /** Whether somebody has cut it, so that nothing can be sent any more. */
    public boolean isCut() {
        return sockets.isCut();
    }

    /** When a request that begins now has to be over, as {@link System#nanoTime()}. */
    long end() {
        return System.nanoTime() + limit.toNanos();
    }

    /** @param end when it has to be over, as {@link System#nanoTime()} */
    Response execute(Request request, long end) throws IOException, ProbeException {
        Call call = client.newCall(request);
        call.timeout().timeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        sockets.elsewhere(!target.isHome(request.url()));
        away = !target.isOwn(request.url());
        going = call;
        if (sockets.isCut()) {
            throw new SocketException("the connection was cut");
        }
        long before = sockets.received();
        try {
            return call.execute();
        } catch (IOException e) {
            if (e.getCause() instanceof EOFException && sockets.received() - before > MOST_HEADERS) {
                throw tooLarge(MOST_HEADERS, "headers");
            }
            throw e;
        }
    }

    /**
     * What went wrong on the way leaves nothing to go on with.
     *
     * @throws ProbeException when it was not the target that failed, but where it leads to
     */
    void failed(IOException failure) throws ProbeException {
        broken = true;
        if (away) {
            throw new ProbeException(HttpFailures.elsewhere(target.name()).explain(failure), failure);
        }
        target.failed(failure);
    }

    /** Ends the answer that is being read, and the connection with it: the rest is not waited for. */
    ProbeException tooLarge(int most) {
        return tooLarge(most, "a body");
    }

    private ProbeException tooLarge(int most, String of) {
        broken = true;
        cancel();
        return new ProbeException(new Failure(Failure.Kind.TOO_LARGE, target.name() + " answered with more than the "
                + most + " bytes that are read of " + of), null);
    }

    private void cancel() {
        Call last = going;
        if (last != null) {
            last.cancel();
        }
    }

    @Override
    public void limit(Duration limit) {
        this.limit = target.within(limit);
    }

    @Override
    public long lookupNanos() {
        return lookupNanos;
    }

    /** HTTP has no way to ask. */
    @Override
    public boolean answers() {
        return !isBroken();
    }

    @Override
    public boolean isBroken() {
        return broken || sockets.isCut();
    }

    @Override
    public void reset() {}

    @Override
    public void abort() {
        sockets.cut();
        cancel();
    }

    /** Sockets first: a farewell could wait for whoever does not read it. */
    @Override
    public void close() {
        sockets.cut();
        client.connectionPool().evictAll();
    }
}
