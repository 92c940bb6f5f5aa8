package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows a measurement the whole way while its target answers, is frozen, is killed and comes back. */
class WholeWayIT {

    private static final String RULE = "orders-read.p95.critical";

    @TempDir
    private Path directory;

    @Test
    void everyPlaceSaysWhatBecomesOfTheTarget() throws Exception {
        try (TestPostgres postgres = new TestPostgres();
                WebhookReceiver receiver = new WebhookReceiver();
                RunningService service = RunningService.start(directory.resolve("data"),
                        "tidemark.targets.shop-db.url=" + postgres.url(), "tidemark.targets.shop-db.username=probe",
                        "tidemark.targets.shop-db.password=right",
                        "tidemark.targets.shop-db.writes=true", "tidemark.probes.orders-read.target=shop-db",
                        "tidemark.probes.orders-read.workload=point-read", "tidemark.probes.orders-read.every=1s",
                        "tidemark.probes.orders-read.deadline=10s",
                        "tidemark.probes.orders-read.thresholds=p95 < 5s",
                        "tidemark.alerts.channels.on-call.type=webhook",
                        "tidemark.alerts.channels.on-call.url=" + receiver.url())) {

            within(60, () -> {
                assertThat(outcome(service)).isEqualTo("SUCCEEDED");
                assertThat(verdict(service)).isEqualTo("OK");
            });
            receiver.forgetTheStart(service, RULE);
            assertThat(service.json("/actuator/health").get("status").asString()).isEqualTo("UP");
            assertThat(breached(service)).endsWith(" 0.0");

            postgres.freeze();
            within(60, () -> {
                assertThat(outcome(service)).isEqualTo("TIMED_OUT");
                assertThat(verdict(service)).isEqualTo("BREACHED");
                assertThat(receiver.statuses(RULE)).containsExactly("firing");
            });
            assertThat(service.json("/api/v1/status").get("status").asString()).isEqualTo("CRITICAL");
            assertThat(service.json("/actuator/health").get("status").asString()).isEqualTo("DEGRADED");
            assertThat(service.get("/readyz")).contains("UP");
            assertThat(breached(service)).endsWith(" 1.0");
            assertThat(service.rule(RULE).get("reason").asString()).contains("no operation succeeded");
            assertThat(service.json("/api/v1/alerts").at("/items/0/state").asString()).isEqualTo("FIRING");

            postgres.kill();
            within(60, () -> assertThat(outcome(service)).isEqualTo("FAILED"));
            assertThat(service.source("orders-read").get("reason").asString()).contains("shop-db");
            assertThat(receiver.statuses(RULE)).as("told once").containsExactly("firing");

            postgres.restart();
            within(60, () -> {
                assertThat(outcome(service)).isEqualTo("SUCCEEDED");
                assertThat(verdict(service)).isEqualTo("OK");
                assertThat(receiver.statuses(RULE)).containsExactly("firing", "resolved");
            });
            assertThat(service.json("/api/v1/status").get("status").asString()).isEqualTo("OK");
            assertThat(service.json("/actuator/health").get("status").asString()).isEqualTo("UP");
            assertThat(breached(service)).endsWith(" 0.0");
            assertThat(service.json("/api/v1/alerts").at("/items/0/state").asString()).isEqualTo("RESOLVED");
            assertThat(service.json("/api/v1/breaches?start=-1h").get(0).get("timeEnd").asLong()).isPositive();
            assertThat(service.get("/api/v1/probes/orders-read/runs?limit=100")).contains("SUCCEEDED", "TIMED_OUT",
                    "FAILED");
        }
    }

    private static String outcome(RunningService service) {
        return service.source("orders-read").get("outcome").asString();
    }

    private static String verdict(RunningService service) {
        return service.rule(RULE).get("verdict").asString();
    }

    private static String breached(RunningService service) {
        return service.metrics("tidemark_threshold_breached{").stream().filter(line -> line.contains(RULE)).findFirst()
                .orElseThrow();
    }

    private static void within(int seconds, ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(50)).untilAsserted(holds);
    }
}
