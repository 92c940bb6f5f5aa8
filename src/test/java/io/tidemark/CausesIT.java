package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.probe.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Trouble is planted beside the running service, and the alert names it: in REST, in the store and in the message. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "causes.live", matches = "true", disabledReason = "learns what is usual for a minute")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CausesIT {

    private static final String BROKEN = "orders-read.error_rate.critical";
    private static final double FREE = 0.3;

    private Path directory;
    private final List<Process> processes = new ArrayList<>();
    private TestPostgres postgres;
    private WebhookReceiver receiver;
    private RunningService service;

    @BeforeAll
    void startAndLearn(@TempDir Path directory) throws Exception {
        this.directory = directory;
        postgres = new TestPostgres();
        receiver = new WebhookReceiver();
        processes.add(java("-Xmx64m", StormyJvm.class.getName(), signal().toString()));
        service = RunningService.start(directory.resolve("data"), "tidemark.targets.shop-db.url=" + postgres.url(),
                "tidemark.targets.shop-db.username=probe", "tidemark.targets.shop-db.password=right",
                "tidemark.targets.shop-db.writes=true", "tidemark.probes.orders-read.target=shop-db",
                "tidemark.probes.orders-read.workload=point-read", "tidemark.probes.orders-read.every=2s",
                "tidemark.probes.orders-read.deadline=2s",
                "tidemark.probes.orders-read.thresholds=error_rate < 1%",
                "tidemark.processes.shop.command=" + signal(),
                "tidemark.thresholds[0]=shop-busy: process.cpu.utilization{process=\"shop\"} < 15% for 10s",
                "tidemark.thresholds[1]=host-busy: system.cpu.utilization < 85% for 22s",
                "tidemark.alerts.channels.on-call.type=webhook",
                "tidemark.alerts.channels.on-call.url=" + receiver.url());
        within(30, () -> assertThat(service.source("orders-read").get("outcome").asString()).isEqualTo("SUCCEEDED"));
        // What is usual is learnt from real readings over real time.
        Thread.sleep(Duration.ofSeconds(50));
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
        processes.forEach(Process::destroyForcibly);
        receiver.close();
        postgres.close();
    }

    /** Busy processors break what is probed as well, and that is the cause then. */
    @BeforeEach
    void nothingIsBroken() {
        awaitNone(BROKEN);
    }

    @Test
    void aLockHeldByAnotherSession() throws Exception {
        try (Connection _ = holdingTheTable()) {
            assertThat(causeOf(BROKEN)).startsWith("a lock was held on shop-db: ");
        }
        awaitEnd(BROKEN);
    }

    @Test
    void aFrozenServer() {
        postgres.freeze();
        try {
            assertThat(causeOf(BROKEN)).startsWith("the server does not answer: frozen or gone (shop-db");
        } finally {
            postgres.thaw();
        }
        awaitEnd(BROKEN);
    }

    @Test
    void aStormOfGarbageInAWatchedJvm() throws IOException {
        Files.createFile(signal());
        try {
            assertThat(causeOf("shop-busy")).matches("garbage collection took \\d+ % of the time of shop .*");
        } finally {
            Files.delete(signal());
        }
        awaitEnd("shop-busy");
    }

    /** First, as the others make busy processors usual. */
    @Order(1)
    @Test
    void aProgramThatTakesTheProcessors() throws Exception {
        assumeTrue(usualUtilization() < FREE, "others use this machine, so that busy processors are usual here");
        List<Process> thieves = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            thieves.add(new ProcessBuilder("yes").redirectOutput(new File("/dev/null")).start());
        }
        try {
            assertThat(causeOf("host-busy")).startsWith("the processors were taken by yes: it used ");
        } finally {
            thieves.forEach(Process::destroyForcibly);
        }
        awaitEnd("host-busy");
    }

    /** The sentence of the alert that is about to fire, which is the same wherever it is told. */
    private String causeOf(String rule) {
        await().atMost(Duration.ofSeconds(60)).until(() -> firing(rule).findAny().isPresent());
        JsonNode alert = firing(rule).findAny().orElseThrow();
        String cause = alert.get("cause").asString();
        assertThat(alert.get("causes")).isNotEmpty();
        assertThat(alert.get("causes").get(0).get("text").asString()).isNotEmpty();
        within(10, () -> assertThat(receiver.messages()).anySatisfy(message -> {
            assertThat(message.body().at("/alerts/0/labels/alertname").asString()).isEqualTo(rule);
            assertThat(message.body().at("/alerts/0/annotations/cause").asString()).isEqualTo(cause);
        }));
        return cause;
    }

    private Stream<JsonNode> firing(String rule) {
        return service.json("/api/v1/alerts?state=FIRING").get("items").valueStream()
                .filter(alert -> alert.get("threshold").asString().equals(rule));
    }

    private void awaitNone(String rule) {
        await().atMost(Duration.ofSeconds(90)).until(() -> firing(rule).findAny().isEmpty());
    }

    private void awaitEnd(String rule) {
        awaitNone(rule);
        JsonNode over = service.json("/api/v1/alerts?state=RESOLVED").at("/items/0");
        assertThat(over.get("cause").asString()).as("kept in the store").isNotEmpty();
    }

    private double usualUtilization() {
        return service.json("/api/v1/samples?match=system.cpu.utilization&start=-40s&step=40s").get("items").get(0)
                .get("value").asDouble();
    }

    private Connection holdingTheTable() throws SQLException {
        Connection holder = DriverManager.getConnection(postgres.url(), "postgres", "");
        holder.setAutoCommit(false);
        try (Statement lock = holder.createStatement()) {
            lock.execute("lock table tidemark_probe.\"orders-read\"");
        }
        return holder;
    }

    private Path signal() {
        return directory.resolve("storm");
    }

    /** The class path goes by the environment, so that the command line stays short enough to be looked through. */
    private static Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private static void within(int seconds, org.awaitility.core.ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100)).untilAsserted(holds);
    }
}
