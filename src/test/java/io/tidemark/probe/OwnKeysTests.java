package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we put into somebody's Redis, what we remove again, and what we never touch. */
class OwnKeysTests {

    private static TestRedis server;

    @BeforeAll
    static void start() {
        server = new TestRedis();
        server.admin(jedis -> jedis.aclSetUser("reader", "on", ">right", "~tidemark:*", "+@read", "+@connection"));
        server.admin(jedis -> jedis.aclSetUser("narrow", "on", ">right", "~tidemark:*", "+get", "+ping"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void removeEverything() {
        server.admin(jedis -> jedis.flushAll());
    }

    @Test
    void keysOfAKilledRunAreRemovedAndThoseOfOthersAreNot() {
        server.admin(jedis -> jedis.mset("tidemark:test-1:orders:999", "left behind", "tidemark:web-2:orders:1",
                "another instance", "tidemark:test-1:basket:1", "another probe", "orders:1", "precious"));
        run("put", server.settings());

        assertThat(server.keys("*")).containsExactlyInAnyOrder("tidemark:web-2:orders:1", "tidemark:test-1:basket:1",
                "orders:1");
    }

    @Test
    void aReaderSaysWhichKeysItLacksAndThenReads() {
        TargetSettings reader = settings("reader", "right");
        assertThat(run("get", reader).outcome().reason())
                .isEqualTo("shop is configured without writes, and has 0 of the"
                        + " 1000 keys 'tidemark:test-1:orders:0' to 'tidemark:test-1:orders:999'");
        for (int i = 0; i < 1000; i++) {
            String key = "tidemark:test-1:orders:" + i;
            server.admin(jedis -> jedis.set(key, "whatever"));
        }

        assertThat(run("get", reader).outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(server.keys("tidemark:*")).hasSize(1000);
    }

    @Test
    void aDeniedCommandIsRefusedNotAWrongPassword() {
        Run run = run("get", settings("narrow", "right"));

        assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.errors()).containsOnlyKeys("refused");
        assertThat(run.outcome().reason()).contains("NOPERM");
    }

    @Test
    void aWrongPasswordIsSaidInOneSentence() {
        Run run = run("get", settings("reader", "wr0ng-secret"));

        assertThat(run.outcome()).isEqualTo(new Outcome.Failed("shop refused the password for user 'reader'"));
        assertThat(run.errors()).containsOnlyKeys("auth");
        assertThat(run.attempts()).isOne();
    }

    private static TargetSettings settings(String user, String password) {
        return new TargetSettings("redis://127.0.0.1:" + server.port(), user, new Secret(password), false, null, null,
                null);
    }

    private static Run run(String workload, TargetSettings target) {
        try (Probes probes = TestProbes.of(target, TestProbes.probe(workload))) {
            return TestProbes.run(probes);
        }
    }
}
