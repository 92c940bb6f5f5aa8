package io.tidemark;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files this process has open: more or fewer at will, and counted when a Prometheus asks. */
final class OpenFiles implements AutoCloseable {

    static final int MORE = 200;

    private final HttpServer exporter;
    private final int limit;
    private final List<InputStream> open = new ArrayList<>();
    private volatile int flip;

    OpenFiles() throws IOException {
        exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        exporter.createContext("/metrics", exchange -> {
            byte[] text = "bench_open_files{flip=\"%d\"} %d\n".formatted(flip, count())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        exporter.start();
        limit = count() + MORE / 2;
    }

    int exporterPort() {
        return exporter.getAddress().getPort();
    }

    /** Between what is open at rest and what is open after {@link #open}. */
    int limit() {
        return limit;
    }

    /** Opens many; answers the nanosecond it began. */
    long open(int number) throws IOException {
        flip = number;
        long begun = System.nanoTime();
        for (int i = 0; i < MORE; i++) {
            open.add(Files.newInputStream(Path.of("/dev/null")));
        }
        return begun;
    }

    /** Closes them again; answers the nanosecond it was done. */
    long shut() throws IOException {
        for (InputStream one : open) {
            one.close();
        }
        open.clear();
        return System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        shut();
        exporter.stop(0);
    }

    private static int count() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
