package io.tidemark.probe.engine;

import io.tidemark.probe.Cores;
import io.tidemark.probe.DebianRedis;
import io.tidemark.probe.target.CacheSession;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * What the engine adds to a lookup in Redis: beside a bare loop of the same client on the same connection, and beside
 * redis-benchmark on the same server. Prints medians. Properties: operations (20000), rounds (3).
 */
class RedisGetBench {

    private static final int OPERATIONS = Integer.getInteger("operations", 20_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int ROWS = 1_000;
    /** As long as what our entries hold. */
    private static final int BYTES = 97;

    @Test
    void getBesideABareLoopAndRedisBenchmark() throws Exception {
        try (DebianRedis server = new DebianRedis(); Cores _ = new Cores(server.pid())) {
            for (int round = 1; round <= ROUNDS; round++) {
                double peer = server.benchmarkGet(OPERATIONS, BYTES);
                Alternation.Medians medians = Bench.compare(Bench.<CacheSession>workload("get"), server.target(), ROWS,
                        OPERATIONS, RedisGetBench::bare);
                System.out.printf(
                        "round %d, %d operations each, medians: %s; redis-benchmark %.0f us (told / it %.2f)%n",
                        round, OPERATIONS, medians, peer, medians.told() / peer);
            }
        }
    }

    private static Alternation.Bare bare(CacheSession session) throws ReflectiveOperationException {
        Jedis jedis = connection(session);
        SplittableRandom random = new SplittableRandom(1);
        byte[][] keys = IntStream.range(0, ROWS)
                .mapToObj(i -> ("tidemark:bench:bench:" + i).getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        return () -> {
            byte[] value = jedis.get(keys[random.nextInt(ROWS)]);
            if (value == null || value.length != BYTES) {
                throw new IllegalStateException("not the entries that were put");
            }
        };
    }

    /** Nothing but a bench may go around the session. */
    private static Jedis connection(CacheSession session) throws ReflectiveOperationException {
        Field field = session.getClass().getDeclaredField("jedis");
        field.setAccessible(true);
        return (Jedis) field.get(session);
    }
}
