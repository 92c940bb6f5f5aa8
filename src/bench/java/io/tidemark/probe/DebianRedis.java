package io.tidemark.probe;

import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;
import redis.clients.jedis.Jedis;

/** A server of Debian's package `redis-server`, without persistence: where it has to stand beside redis-benchmark. */
public final class DebianRedis implements AutoCloseable {

    private static final int P50 = 4;

    private final Path directory;
    private final int port = Programs.freePort();
    private final Process server;

    public DebianRedis() throws IOException {
        directory = Files.createTempDirectory("bench-redis");
        server = new ProcessBuilder("redis-server", "--bind", "127.0.0.1", "--port", Integer.toString(port), "--save",
                "", "--dir", directory.toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(this::answers);
    }

    private boolean answers() {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return jedis.ping().equals("PONG");
        }
    }

    public long pid() {
        return server.pid();
    }

    public Target target() {
        return Targets.parse("url", "bench", "redis://127.0.0.1:" + port, null, null, true, Limits.USUAL);
    }

    /**
     * Runs redis-benchmark with one connection; it puts the one entry it gets before.
     *
     * @return the median in microseconds, as it tells it
     */
    public double benchmarkGet(int operations, int bytes) throws IOException, InterruptedException {
        String said = Programs
                .run(List.of("redis-benchmark", "-h", "127.0.0.1", "-p", Integer.toString(port), "-c", "1",
                        "-n", Integer.toString(operations), "-d", Integer.toString(bytes), "-t", "set,get", "--csv"));
        String get = said.lines().filter(line -> line.startsWith("\"GET\"")).findFirst()
                .orElseThrow(() -> new IllegalStateException("no GET in " + said));
        return Double.parseDouble(get.split(",", -1)[P50].replace("\"", "")) * 1e3;
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        FileSystemUtils.deleteRecursively(directory);
    }
}
