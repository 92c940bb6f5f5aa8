package io.tidemark.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server on this machine that answers as it is told. */
public final class TestHttp implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;

    private TestHttp(HttpServer server, String scheme, HttpHandler handler) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", handler);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public static TestHttp of(HttpHandler handler) throws IOException {
        return new TestHttp(HttpServer.create(free(), 1_000), "http", handler);
    }

    public static TestHttp encrypted(SSLContext context, HttpHandler handler) throws IOException {
        HttpsServer server = HttpsServer.create(free(), 1_000);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new TestHttp(server, "https", handler);
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Answers every request with the same. */
    public static TestHttp answering(int status, String body) throws IOException {
        return of(exchange -> answer(exchange, status, body));
    }

    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return scheme + "://localhost:" + port();
    }

    TargetSettings settings() {
        return settings(null);
    }

    TargetSettings settings(@Nullable Path authorities) {
        return new TargetSettings(url(), null, null, false, null, authorities, null);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
