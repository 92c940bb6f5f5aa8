package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestMariaDb;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;

/** The grants in the reference of settings are enough for what they are said to be enough for. */
class RecipesIT {

    @TempDir
    private Path data;

    @Test
    void theUsersOfTheRecipesCanDoTheirWorkload() throws Exception {
        try (TestPostgres postgres = new TestPostgres();
                TestMariaDb mariaDb = new TestMariaDb();
                TestRedis redis = new TestRedis()) {
            recipes("sql").forEach(postgres::admin);
            recipes("mysql").forEach(recipe -> mariaDb.admin(recipe.split(";\n")));
            String[] acl = recipes("redis").getFirst().strip().split(" ");
            redis.admin(jedis -> jedis.sendCommand(Protocol.Command.ACL, List.of(acl).subList(1, acl.length)
                    .toArray(String[]::new)));
            try (RunningService service = RunningService.start(data,
                    "tidemark.targets.shop.url=" + postgres.url(), "tidemark.targets.shop.username=prober",
                    "tidemark.targets.shop.password=secret", "tidemark.targets.shop.writes=true",
                    "tidemark.targets.shop-read.url=" + postgres.url(), "tidemark.targets.shop-read.username=reader",
                    "tidemark.targets.shop-read.password=secret",
                    "tidemark.targets.books.url=" + mariaDb.url("tidemark_probe"),
                    "tidemark.targets.books.username=prober", "tidemark.targets.books.password=secret",
                    "tidemark.targets.books.writes=true",
                    "tidemark.targets.books-read.url=" + mariaDb.url("tidemark_probe"),
                    "tidemark.targets.books-read.username=reader", "tidemark.targets.books-read.password=secret",
                    "tidemark.probes.books-write.target=books", "tidemark.probes.books-write.workload=transaction",
                    "tidemark.probes.books-read.target=books-read",
                    "tidemark.probes.books-read.workload=point-read",
                    "tidemark.thresholds[0]=crowd: server.connections < 80% of server.connections.max",
                    "tidemark.targets.cache.url=redis://127.0.0.1:" + redis.port(),
                    "tidemark.targets.cache.username=prober", "tidemark.targets.cache.password=secret",
                    "tidemark.targets.cache.writes=true", "tidemark.probes.orders-write.target=shop",
                    "tidemark.probes.orders-write.workload=transaction", "tidemark.probes.orders-read.target=shop-read",
                    "tidemark.probes.orders-read.workload=point-read", "tidemark.probes.orders-cache.target=cache",
                    "tidemark.probes.orders-cache.workload=read-through", "tidemark.probes.orders-cache.source=shop",
                    // More often, and they would leave the servers' own figures no connection at most times.
                    "tidemark.probes.books-write.every=10s", "tidemark.probes.books-read.every=10s",
                    "tidemark.probes.orders-write.every=10s", "tidemark.probes.orders-read.every=10s",
                    "tidemark.probes.orders-cache.every=10s")) {
                for (String probe : List.of("orders-write", "orders-read", "orders-cache", "books-write",
                        "books-read", "server.shop", "server.shop-read", "server.books", "server.books-read",
                        "server.cache")) {
                    await().atMost(Duration.ofMinutes(2)).untilAsserted(
                            () -> assertThat(service.source(probe).get("outcome").asString(""))
                                    .as(service.source(probe).toString()).isEqualTo("SUCCEEDED"));
                }
                await().atMost(Duration.ofMinutes(2)).untilAsserted(
                        () -> assertThat(service.rule("crowd").get("verdict").asString()).isEqualTo("OK"));
                assertThat(service.metrics("tidemark_server_connections_max{target=\"books\"}")).hasSize(1);
            }
        }
    }

    private static List<String> recipes(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/configuration.md"))).results().map(block -> block.group(1))
                .toList();
    }
}
