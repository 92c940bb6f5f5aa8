package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpRequest.Method;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A request that is sent over one session again and again. */
public final class HttpExchange {

    private static final int MOST_REDIRECTS = 5;
    private static final int CHUNK = 8_192;

    private final HttpSession session;
    private final HttpRequest wanted;
    private final Request first;
    private final Buffer buffer = new Buffer();

    HttpExchange(HttpSession session, HttpRequest wanted) {
        this.session = session;
        this.wanted = wanted;
        this.first = request(session.target().url(wanted.path()));
    }

    private Request request(HttpUrl url) {
        Request.Builder builder = bare(url);
        String credentials = session.target().credentials();
        if (credentials != null) {
            builder.header("Authorization", credentials);
        }
        for (Map.Entry<String, Secret> header : wanted.headers().entrySet()) {
            builder.header(header.getKey(), header.getValue().value());
        }
        return builder.method(wanted.method().name(), body()).build();
    }

    private @Nullable RequestBody body() {
        Secret body = wanted.body();
        if (body == null) {
            return wanted.method().needsBody() ? RequestBody.create(new byte[0]) : null;
        }
        return RequestBody.create(body.value().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends it and reads the whole answer, whatever its status.
     *
     * @param lap takes the name of each phase when it ends; the body ends when this returns
     * @throws ProbeException when the answer is too large or leads where nobody may follow
     */
    public HttpAnswer send(Consumer<String> lap) throws IOException, ProbeException {
        session.begin(lap, wanted.handling().keepAlive());
        long end = session.end();
        try {
            Response response = executeFirst(end);
            for (int hops = 1; wanted.handling().followRedirects() && response.isRedirect(); hops++) {
                response = follow(response, hops, end);
            }
            return read(response);
        } catch (IOException e) {
            session.failed(e);
            throw e;
        }
    }

    /**
     * Sends it and hands the answer over as soon as it begins; leads nowhere else.
     *
     * @param lap takes the name of each phase when it ends
     * @param end when all of the answer has to be read, as {@link System#nanoTime()}
     */
    public HttpStream open(Consumer<String> lap, long end) throws IOException, ProbeException {
        session.begin(lap, wanted.handling().keepAlive());
        try {
            return new HttpStream(session, executeFirst(end), wanted.handling().maxBody());
        } catch (IOException e) {
            session.failed(e);
            throw e;
        }
    }

    /** A server may close a connection that rests at any time, so a request that meets its end is sent anew. */
    private Response executeFirst(long end) throws IOException, ProbeException {
        try {
            return session.execute(first, end);
        } catch (IOException e) {
            if (!session.wasReused() || !wanted.method().isIdempotent() || !HttpFailures.isLostConnection(e)) {
                throw e;
            }
            return session.execute(first, end);
        }
    }

    private Response follow(Response response, int hops, long end) throws IOException, ProbeException {
        Request next;
        try (response) {
            if (hops > MOST_REDIRECTS) {
                throw redirect("leads on more than " + MOST_REDIRECTS + " times");
            }
            next = next(response);
        }
        return session.execute(next, end);
    }

    /** What was configured goes to where it was configured for, and to nobody else. */
    private Request next(Response response) throws ProbeException {
        HttpUrl from = response.request().url();
        String location = response.header("Location");
        HttpUrl to = location == null ? null : from.resolve(location);
        if (to == null) {
            throw redirect("leads to nowhere that can be gone to");
        }
        if (from.isHttps() && !to.isHttps()) {
            throw redirect("leads from https to http");
        }
        boolean home = session.target().isOwn(to);
        Request.Builder next = home ? first.newBuilder().url(to) : bare(to);
        if (becomesGet(response)) {
            return next.method("GET", null).removeHeader("Content-Type").build();
        }
        if (!home && Method.valueOf(response.request().method()).writes()) {
            throw redirect("leads elsewhere with a request that writes");
        }
        return next.method(response.request().method(), home ? response.request().body() : null).build();
    }

    /**
     * What nobody has configured. The client would unpack by itself, without bound, what it has asked to be packed, and the
     * pieces of a packed stream would wait for one another.
     */
    private static Request.Builder bare(HttpUrl url) {
        return new Request.Builder().url(url).header("User-Agent", "tidemark").header("Accept-Encoding", "identity");
    }

    /** As browsers do it (RFC 9110, 15.4). */
    private static boolean becomesGet(Response response) {
        String method = response.request().method();
        return (response.code() == 303 && !method.equals("HEAD"))
                || (response.code() <= 302 && method.equals("POST"));
    }

    private ProbeException redirect(String what) {
        return new ProbeException(new Failure(Kind.REDIRECT, session.target().name() + " " + what), null);
    }

    private HttpAnswer read(Response response) throws IOException, ProbeException {
        boolean keeps = wanted.handling().keepsBody();
        try (response) {
            ResponseBody body = response.body();
            BufferedSource source = body.source();
            long bytes = 0;
            for (long read = source.read(buffer, CHUNK); read >= 0; read = source.read(buffer, CHUNK)) {
                bytes += read;
                if (bytes > wanted.handling().maxBody()) {
                    throw session.tooLarge(wanted.handling().maxBody());
                }
                if (!keeps) {
                    buffer.clear();
                }
            }
            return new HttpAnswer(response.code(), response.headers(), bytes, keeps ? text(body.contentType()) : "");
        } finally {
            buffer.clear();
        }
    }

    private String text(@Nullable MediaType type) {
        Charset charset = type == null ? null : type.charset(StandardCharsets.UTF_8);
        return buffer.readString(charset == null ? StandardCharsets.UTF_8 : charset);
    }
}
