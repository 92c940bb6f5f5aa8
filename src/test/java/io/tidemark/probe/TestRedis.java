package io.tidemark.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real Redis of its own. */
public final class TestRedis extends TestServer {

    private static final String PROCESS_ID = "process_id:";

    private final int port;
    private RedisServer server;
    private ProcessHandle process;

    public TestRedis() {
        port = freePort();
        restart();
    }

    private record Shared() {
        static final TestRedis SERVER = new TestRedis();
    }

    /** One for all tests of this JVM that do not harm it. */
    public static TestRedis shared() {
        return Shared.SERVER;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void restart() {
        try {
            server = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"").build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = ProcessHandle.of(ownProcessId()).orElseThrow();
    }

    /** As it says itself: of this JVM's children others may be just as new. */
    private long ownProcessId() {
        String info = admin(jedis -> jedis.info("server"));
        return info.lines().filter(line -> line.startsWith(PROCESS_ID))
                .mapToLong(line -> Long.parseLong(line.substring(PROCESS_ID.length()))).findFirst().orElseThrow();
    }

    @Override
    public int port() {
        return port;
    }

    public TargetSettings settings() {
        return new TargetSettings("redis://127.0.0.1:" + port, null, null, true, null, null, null);
    }

    public <T> T admin(Function<Jedis, T> work) {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return work.apply(jedis);
        }
    }

    public Set<String> keys(String pattern) {
        return admin(jedis -> jedis.keys(pattern));
    }

    @Override
    Stream<ProcessHandle> processes() {
        return Stream.of(process);
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
