package io.tidemark.probe.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** One Redis connection. */
final class RedisSession implements CacheSession {

    /** Keys of one command: small enough never to hold up the server. */
    private static final int CHUNK = 500;

    /** Keys that a step of a scan looks at, about. */
    private static final int STEP = 100;

    private static final ProtocolCommand NO_COMMAND = () -> "TIDEMARK.NONE".getBytes(StandardCharsets.US_ASCII);

    private final Jedis jedis;
    private final Duration longest;

    /** @param longest the longest to wait for an answer, whatever a run allows */
    RedisSession(Jedis jedis, Duration longest) {
        this.jedis = jedis;
        this.longest = longest;
    }

    @Override
    public byte @Nullable [] get(CacheKey key) {
        return jedis.get(key.bytes());
    }

    @Override
    public void put(CacheKey key, byte[] value) {
        jedis.psetex(key.bytes(), EXPIRY.toMillis(), value);
    }

    @Override
    public List<byte @Nullable []> getAll(List<CacheKey> keys) {
        List<byte @Nullable []> values = new ArrayList<>(keys.size());
        for (int from = 0; from < keys.size(); from += CHUNK) {
            values.addAll(jedis.mget(chunk(keys, from)));
        }
        return values;
    }

    @Override
    public void put(CacheKey key, byte[] value, Duration expiry) {
        jedis.psetex(key.bytes(), expiry.toMillis(), value);
    }

    @Override
    public void putAll(List<CacheKey> keys, IntFunction<byte[]> values) {
        for (int from = 0; from < keys.size(); from += CHUNK) {
            try (Pipeline pipeline = jedis.pipelined()) {
                for (int i = from; i < Math.min(keys.size(), from + CHUNK); i++) {
                    pipeline.psetex(keys.get(i).bytes(), EXPIRY.toMillis(), values.apply(i));
                }
                // Each answer may be an error of its own, which a plain sync would hide.
                pipeline.syncAndReturnAll().stream().filter(JedisException.class::isInstance).findFirst()
                        .ifPresent(e -> {
                            throw (JedisException) e;
                        });
            }
        }
    }

    @Override
    public void removeAll(List<CacheKey> keys) {
        for (int from = 0; from < keys.size(); from += CHUNK) {
            jedis.del(chunk(keys, from));
        }
    }

    @Override
    public long present(List<CacheKey> keys) {
        long present = 0;
        for (int from = 0; from < keys.size(); from += CHUNK) {
            present += jedis.exists(chunk(keys, from));
        }
        return present;
    }

    @Override
    public Scanned scan(String cursor, String prefix) {
        ScanResult<String> step = jedis.scan(cursor, new ScanParams().match(prefix + "*").count(STEP));
        List<CacheKey> keys = step.getResult().stream().filter(this::expires).map(CacheKey::new).toList();
        return new Scanned(keys, step.getCursor());
    }

    /** Whatever we put does, and soon; what does not is not ours. */
    private boolean expires(String key) {
        long millis = jedis.pttl(key);
        return millis > 0 && millis <= EXPIRY.toMillis();
    }

    /** What the server says of itself; not for measuring. */
    String info() {
        return jedis.info();
    }

    private static byte[][] chunk(List<CacheKey> keys, int from) {
        return keys.subList(from, Math.min(keys.size(), from + CHUNK)).stream().map(CacheKey::bytes)
                .toArray(byte[][]::new);
    }

    @Override
    public String phase() {
        return "round_trip";
    }

    @Override
    public Statistics statistics() {
        return RedisInfo.statistics(jedis.info(), jedis.getDB());
    }

    @Override
    public OptionalLong bytes(CacheKey key) {
        Long bytes = jedis.memoryUsage(key.bytes());
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    @Override
    public Optional<CacheSession> bounded(int entries) {
        return Optional.empty();
    }

    /** Reading commands only: a writing one would leave an entry that never expires, had ours been evicted. */
    @Override
    public void misuse(Misuse how, CacheKey key) {
        switch (how) {
            case WRONG_TYPE -> jedis.llen(key.bytes());
            case WRONG_ARGUMENT -> jedis.getbit(key.bytes(), -1);
            case UNKNOWN_COMMAND -> jedis.sendCommand(NO_COMMAND, key.bytes());
        }
    }

    @Override
    public void limit(Duration limit) {
        jedis.getConnection().setSoTimeout(Math.toIntExact(Math.min(limit.toMillis(), longest.toMillis())));
    }

    @Override
    public boolean answers() {
        int usual = jedis.getConnection().getSoTimeout();
        try {
            jedis.getConnection().setSoTimeout(Math.min(usual, 1000));
            boolean answered = jedis.getConnection().ping();
            jedis.getConnection().setSoTimeout(usual);
            return answered;
        } catch (JedisException _) {
            return false;
        }
    }

    @Override
    public boolean isBroken() {
        return jedis.isBroken() || !jedis.isConnected();
    }

    @Override
    public void reset() {}

    @Override
    public void abort() {
        try {
            jedis.getConnection().forceDisconnect();
        } catch (IOException | JedisException _) {
            // Already gone, which is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            jedis.close();
        } catch (JedisException _) {
            // The server forgets the connection by itself.
        }
    }
}
