package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Series;
import io.tidemark.probe.Programs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Prometheus over blocks that its own tool makes of a recording, compacted as a server does. */
final class Prometheus implements AutoCloseable {

    private static final int SETTLED = 3;

    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Prometheus start(Recording recording, Path directory) throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path text = directory.resolve("samples.txt");
        write(recording, text);
        Programs.run(List.of("promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet",
                "--max-block-duration=24h", text.toString(),
                data.toString()));
        Files.delete(text);
        Path settings = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
        int port = Programs.freePort();
        Process process = new ProcessBuilder("prometheus", "--config.file=" + settings, "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=10y", "--web.listen-address=127.0.0.1:" + port).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
        Prometheus started = new Prometheus(process, port);
        started.awaitReady();
        awaitSettled(data);
        return started;
    }

    static String name(Series series) {
        return series.metric().replace('.', '_') + series.labels();
    }

    /** Of the blocks alone: samples, index and what goes with them. */
    static long bytes(Path directory) throws IOException {
        long bytes = 0;
        for (Path block : blocks(directory.resolve("data"))) {
            try (Stream<Path> files = Files.walk(block)) {
                bytes += files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            }
        }
        return bytes;
    }

    long pid() {
        return process.pid();
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    private static void write(Recording recording, Path text) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            for (Map.Entry<Series, Column> entry : recording.columns().entrySet()) {
                Column column = entry.getValue();
                String name = name(entry.getKey());
                for (int i = 0; i < column.size(); i++) {
                    long at = column.millis(i);
                    out.append(name).append(' ').append(Double.toString(column.value(i))).append(' ')
                            .append(Long.toString(at / 1000)).append('.').append("%03d".formatted(at % 1000))
                            .append('\n');
                }
            }
            out.write("# EOF\n");
        }
    }

    private void awaitReady() throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            try {
                HttpURLConnection connection = (HttpURLConnection) URI.create(address() + "/-/ready").toURL()
                        .openConnection();
                if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
                    return;
                }
            } catch (IOException _) {
                // Not listening yet.
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("Prometheus was not ready within a minute");
    }

    /** Compaction begins a minute after the start and goes on as long as there is something to do. */
    private static void awaitSettled(Path data) throws InterruptedException {
        List<Path> before = List.of();
        for (int same = 0; same < SETTLED;) {
            TimeUnit.SECONDS.sleep(30);
            List<Path> now = blocks(data);
            same = now.equals(before) ? same + 1 : 0;
            before = now;
        }
    }

    private static List<Path> blocks(Path data) {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.resolve("meta.json").toFile().exists()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
