package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The shared store is frozen and killed, and what is probed with it: everything goes on, and nothing is lost. */
class StoreAwayIT {

    private static final String RULE = "orders.error_rate.critical";
    private static final Duration FROZEN = Duration.ofSeconds(Integer.getInteger("store.frozen", 0));

    @TempDir
    private Path data;

    @Test
    void measuringJudgingAndTellingGoOnAndEverythingArrivesWhenTheStoreIsBack() throws Exception {
        try (TestPostgres server = new TestPostgres();
                WebhookReceiver receiver = new WebhookReceiver();
                Heartbeat heartbeat = new Heartbeat()) {
            server.admin("create schema tidemark authorization probe", "alter role probe set search_path = tidemark");
            try (RunningService service = start(server, receiver)) {
                List<String> acknowledged = new ArrayList<>();
                int early = receiver.forgetTheStart(service, RULE);
                acknowledged.add(run(service));

                server.freeze();
                acknowledged.add(run(service));
                within(60, () -> assertThat(service.source("orders").get("outcome").asString())
                        .isIn("TIMED_OUT", "FAILED"));
                // Less than the time-out of the store's connections, which those who wait for it would wait for.
                within(9, () -> assertThat(receiver.statuses(RULE)).containsExactly("firing"));
                Thread.sleep(FROZEN);

                server.kill();
                acknowledged.add(run(service));
                within(60, () -> assertThat(reachable(service)).endsWith(" 0.0"));
                assertThat(service.json("/api/v1/alerts?state=FIRING").get("items"))
                        .as("beside those that a longer time brings")
                        .extracting(alert -> alert.get("threshold").asString()).contains(RULE);
                assertThat(service.get("/readyz")).contains("UP");
                assertThat(service.source("system.memory").get("ageSeconds").asDouble())
                        .isLessThan(5 + heartbeat.longestSeconds());
                assertThat(service.send(java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(service.base() + "/api/v1/alerts"))).statusCode()).isEqualTo(503);

                server.restart();
                within(30, () -> {
                    assertThat(receiver.statuses(RULE)).containsExactly("firing", "resolved");
                    assertThat(reachable(service)).endsWith(" 1.0");
                    for (String id : acknowledged) {
                        assertThat(server.count("select count(*) from tidemark.probe_run where id = " + id)).isOne();
                    }
                    assertThat(server.count("select count(*) from tidemark.alert_outbox o join tidemark.alert a "
                            + "on a.id = o.alert_id where o.state = 'DELIVERED' and a.threshold_name = '" + RULE + "'"))
                            .isEqualTo(early + 2);
                });
                assertThat(service.json("/api/v1/alerts").get("items")).as("those that a longer time brings, too")
                        .filteredOn(alert -> alert.get("threshold").asString().equals(RULE)).hasSize(early / 2 + 1)
                        .allSatisfy(alert -> assertThat(alert.get("state").asString()).isEqualTo("RESOLVED"));
                checkReadings(service, heartbeat.longestSeconds());
            }
        }
    }

    /**
     * Nobody who measures has waited: each reading came in its turn, and none came twice.
     *
     * @param stood for how many seconds all of this JVM has stood still, which holds up whoever measures, too
     */
    private static void checkReadings(RunningService service, double stood) {
        List<Instant> times = new ArrayList<>();
        service.json("/api/v1/samples?match=system.load.1m&start=-10m").get("items")
                .forEach(point -> times.add(Instant.parse(point.get("time").asString())));
        double longest = IntStream.range(1, times.size())
                .mapToLong(i -> Duration.between(times.get(i - 1), times.get(i)).toMillis()).max().orElseThrow() / 1e3;
        System.out
                .printf("store frozen for %d s and killed: %d readings, at most %.3f s apart; this JVM stood still for"
                        + " %.3f s%n", FROZEN.toSeconds(), times.size(), longest, stood);
        assertThat(times).isSorted().doesNotHaveDuplicates();
        // How late one may be on a busy machine is not what is tested; a reading that waits for the store is later.
        assertThat(longest).isLessThan(5 + stood);
    }

    private RunningService start(TestPostgres server, WebhookReceiver receiver) {
        return RunningService.start(data, "spring.datasource.url=" + server.url(), "spring.datasource.username=probe",
                "spring.datasource.password=right", "tidemark.builtin=true",
                "tidemark.targets.shop.url=" + server.url(),
                "tidemark.targets.shop.username=probe", "tidemark.targets.shop.password=right",
                "tidemark.targets.shop.writes=true", "tidemark.probes.orders.target=shop",
                "tidemark.probes.orders.workload=point-read", "tidemark.probes.orders.every=1s",
                "tidemark.probes.orders.thresholds=error_rate < 1%", "tidemark.alerts.channels.hook.type=webhook",
                "tidemark.alerts.channels.hook.url=" + receiver.url());
    }

    private static String reachable(RunningService service) {
        return service.metrics("tidemark_store_reachable").getFirst();
    }

    private static String run(RunningService service) {
        var answer = service.run("builtin-cache-get", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonMapper().readTree(answer.body()).get("id").asString();
    }

    private static void within(int seconds, ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100)).untilAsserted(holds);
    }
}
