package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;

/** A Redis server. */
public final class RedisTarget implements CacheTarget {

    private final String name;
    private final RedisUrl url;
    private final Access access;

    RedisTarget(String name, RedisUrl url, Access access) {
        this.name = name;
        this.url = url;
        this.access = access;
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
    public boolean inProcess() {
        return false;
    }

    @Override
    public CacheSession open(Duration limit) {
        Jedis jedis = new Jedis(new HostAndPort(url.host().name(), url.host().port()),
                configuration(access.limits().connecting(limit)));
        RedisSession session = new RedisSession(jedis, access.limits().socket());
        session.limit(limit);
        return session;
    }

    private JedisClientConfig configuration(Duration limit) {
        int millis = Math.toIntExact(limit.toMillis());
        var configuration = DefaultJedisClientConfig.builder().connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis).database(url.database()).clientName("tidemark")
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        Secret password = access.password();
        if (password != null) {
            configuration.user(access.username()).password(password.value());
        }
        return url.encrypted()
                ? configuration.ssl(true).sslParameters(checkingHostName()).build()
                : configuration.build();
    }

    /** The JDK checks the certificate's name only when told what the connection is for. */
    private static SSLParameters checkingHostName() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    @Override
    public List<Metric> vitalSigns() {
        return Vitals.OF_CACHE;
    }

    @Override
    public Optional<Vitals> vitals(Session session) {
        return Optional.of(RedisVitals.of(((RedisSession) session).info()).vitals());
    }

    @Override
    public Failure explain(Throwable failure) {
        return new RedisFailures(name, url.host().toString(), access.username()).explain(failure);
    }

    @Override
    public String toString() {
        return name + " at " + url;
    }
}
