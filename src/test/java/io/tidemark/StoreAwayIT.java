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
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @TempDir
    private Path data;

    @Test
    void measuringJudgingAndTellingGoOnAndEverythingArrivesWhenTheStoreIsBack() throws Exception {
        try (TestPostgres server = new TestPostgres(); WebhookReceiver receiver = new WebhookReceiver()) {
            server.admin("create schema tidemark authorization probe", "alter role probe set search_path = tidemark");
            try (RunningService service = start(server, receiver)) {
                List<String> acknowledged = new ArrayList<>();
                within(20, () -> assertThat(service.rule(RULE).get("verdict").asString()).isEqualTo("OK"));
                acknowledged.add(run(service));

                server.freeze();
                acknowledged.add(run(service));
                within(15, () -> assertThat(receiver.statuses(RULE)).containsExactly("firing"));
                Thread.sleep(FROZEN);

                server.kill();
                acknowledged.add(run(service));
                within(15, () -> assertThat(reachable(service)).endsWith(" 0.0"));
                assertThat(service.json("/api/v1/alerts?state=FIRING").at("/items/0/threshold").asString())
                        .isEqualTo(RULE);
                assertThat(service.get("/readyz")).contains("UP");
                assertThat(service.source("system.memory").get("ageSeconds").asDouble()).isLessThan(5);
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
                            .isEqualTo(2);
                });
                assertThat(service.json("/api/v1/alerts").get("items")).as("those that a longer time brings, too")
                        .filteredOn(alert -> alert.get("threshold").asString().equals(RULE)).singleElement()
                        .satisfies(alert -> assertThat(alert.get("state").asString()).isEqualTo("RESOLVED"));
                checkReadings(service);
            }
        }
    }

    /** Nobody who measures has waited: each reading came in its turn, and none came twice. */
    private static void checkReadings(RunningService service) {
        List<Instant> times = new ArrayList<>();
        service.json("/api/v1/samples?match=system.load.1m&start=-10m").get("items")
                .forEach(point -> times.add(Instant.parse(point.get("time").asString())));
        Duration longest = IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i))).max(Duration::compareTo).orElseThrow();
        System.out.printf("store frozen for %d s and killed: %d readings, at most %d ms apart%n", FROZEN.toSeconds(),
                times.size(), longest.toMillis());
        assertThat(times).isSorted().doesNotHaveDuplicates();
        // How late one may be on a busy machine is not what is tested; a reading that waits for the store is later.
        assertThat(longest).isLessThan(INTERVAL.multipliedBy(5));
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
        // Its own turn may just have come.
        var answer = await().until(() -> service.post("/api/v1/sources/builtin-cache-get/runs"),
                one -> one.statusCode() != 409);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonMapper().readTree(answer.body()).get("id").asString();
    }

    private static void within(int seconds, ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100)).untilAsserted(holds);
    }
}
