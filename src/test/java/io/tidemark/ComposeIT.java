package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.deploy.ComposeFile;
import io.tidemark.deploy.InitScript;
import io.tidemark.probe.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/**
 * The settings, secrets, roles and users of `docker-compose.yml` work together, on real servers that were made with its
 * scripts. Only addresses and intervals differ.
 */
class ComposeIT {

    private static final Path COMPOSE = Path.of("deploy", "compose");

    @TempDir
    private Path directory;

    private Path secrets;

    @BeforeEach
    void makeSecrets() throws Exception {
        for (String file : List.of("make-secrets", "shop-cache.acl")) {
            Files.copy(COMPOSE.resolve(file), directory.resolve(file));
        }
        Process process = new ProcessBuilder("sh", "make-secrets").directory(directory.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        secrets = directory.resolve("secrets");
    }

    @Test
    void itsUsersCanDoTheirWorkAndNoMore() throws Exception {
        int redisPort = ServiceProcess.freePort();
        RedisServer redis = RedisServer.newRedisServer().port(redisPort).setting("bind 127.0.0.1").setting("save \"\"")
                .setting("aclfile " + secrets.resolve("shop-cache-users.acl")).build();
        try (TestPostgres store = new TestPostgres(); TestPostgres target = new TestPostgres()) {
            redis.start();
            InitScript.read(COMPOSE.resolve("store.sql"), secrets).run(store.port(), "postgres");
            target.admin("create database shop");
            InitScript.read(COMPOSE.resolve("shop-db.sql"), secrets).run(target.port(), "shop");
            try (RunningService service = start(store, target, redisPort)) {
                everyProbeSucceeds(service);
                assertThat(service.post("/api/v1/sources/orders-read/runs").statusCode()).isEqualTo(401);
                // 409: it is running at this moment.
                assertThat(writeWithToken(service)).isIn(201, 409);
            }
            theReaderReadsRunsOnly(store);
            theProberStaysInItsSchema(target);
        } finally {
            redis.stop();
        }
    }

    private RunningService start(TestPostgres store, TestPostgres target, int redisPort) throws IOException {
        return RunningService.start(directory.resolve("data"),
                "spring.config.additional-location=file:" + COMPOSE.resolve("application.yml"),
                "spring.config.import=configtree:" + mounted() + "/",
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + store.port() + "/tidemark",
                "tidemark.targets.shop-db.url=jdbc:postgresql://127.0.0.1:" + target.port() + "/shop",
                "tidemark.targets.shop-cache.url=redis://127.0.0.1:" + redisPort,
                "tidemark.probes.orders-read.every=1s", "tidemark.probes.orders-write.every=1s",
                "tidemark.probes.orders-cache.every=2s");
    }

    /** The secrets as the service's container sees them, below /run/secrets. */
    private Path mounted() throws IOException {
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        for (var secret : ComposeFile.read().service("tidemark").secrets().entrySet()) {
            Files.copy(secrets.resolve(secret.getValue()), mounted.resolve(secret.getKey()));
        }
        return mounted;
    }

    private static void everyProbeSucceeds(RunningService service) {
        for (String probe : List.of("orders-read", "orders-write", "orders-cache")) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(
                    () -> assertThat(service.source(probe).get("outcome").asString(""))
                            .as(service.source(probe).toString()).isEqualTo("SUCCEEDED"));
        }
    }

    private int writeWithToken(RunningService service) throws IOException {
        return service.send(HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/sources/orders-read/runs"))
                .header("Authorization", "Bearer " + secret("api-token"))
                .POST(HttpRequest.BodyPublishers.noBody())).statusCode();
    }

    private void theReaderReadsRunsOnly(TestPostgres store) throws IOException, SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + store.port() + "/tidemark";
        execute(url, "grafana", "store-reader-password", "select probe, latency_p95 from probe_run");
        for (String statement : List.of("set transaction read write; delete from probe_run",
                "set transaction read write; create table mine (id int)")) {
            assertThatThrownBy(() -> execute(url, "grafana", "store-reader-password", statement))
                    .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
        }
    }

    private void theProberStaysInItsSchema(TestPostgres target) {
        String server = "jdbc:postgresql://127.0.0.1:" + target.port();
        for (String statement : List.of("create table public.mine (id int)", "create schema mine",
                "create temporary table mine (id int)")) {
            assertThatThrownBy(() -> execute(server + "/shop", "prober", "shop-db-password", statement))
                    .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> execute(server + "/postgres", "prober", "shop-db-password", "select 1"))
                .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
    }

    private void execute(String url, String user, String passwordFile, String sql) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(url, user, secret(passwordFile));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String secret(String name) throws IOException {
        return Files.readString(secrets.resolve(name));
    }
}
