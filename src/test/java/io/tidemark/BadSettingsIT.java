package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each bad setting ends the start in one clear sentence, and a bad target does not. */
@ExtendWith(OutputCaptureExtension.class)
class BadSettingsIT {

    private static final String PG = "tidemark.targets.shop.url=jdbc:postgresql://localhost:1/shop";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "tidemark.probe.x.every=1s | did you mean 'tidemark.probes'?",
            "tidemark.sampling.every=fast | tidemark.sampling.every: 'fast' is not a duration such as 500ms",
            "tidemark.api.open-reads=perhaps | 'perhaps' is not true or false",
            "tidemark.targets.shop.url=jdbc:h2:mem:x;INIT=RUNSCRIPT | tidemark.targets.shop.url",
            "tidemark.targets.shop.url=mongodb://x | tidemark.targets.shop.url",
            "tidemark.thresholds=system.memory.available > 10 parsecs | parsecs",
            "tidemark.thresholds=system.memory.availible > 1GB | did you mean",
            "tidemark.thresholds=system.memory.available > 5ms | ms",
            "tidemark.instance=not a host | tidemark.instance",
            "tidemark.alerts.channels.x.type=pigeon | tidemark.alerts.channels.x.type",
            "spring.datasource.url=jdbc:oracle:thin:@x | spring.datasource.url",
            "spring.datasource.url=jdbc:postgresql://localhost:1/store | spring.datasource.url: the store jdbc:postgresql://localhost:1/store cannot be opened",
            "server.port=many | server.port: 'many' is not a whole number.",
            "server.port=99999 | server.port: 99999 is no port; use 1 to 65535, or 0 for any that is free.",
            "server.port=-1 | server.port: -1 is no port",
            "server.address=no.such.host.invalid | server.address: 'no.such.host.invalid' is not an address",
            "server.address=0.0.0.0 | tidemark.api.token"})
    void endInOneSentence(String setting, String sentence, CapturedOutput output) {
        assertThatThrownBy(() -> RunningService.start(directory.resolve("data"), setting).close())
                .isInstanceOf(Exception.class);
        assertThat(complaint(output)).contains(sentence);
        assertThat(output).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "workload=point-raed | did you mean 'point-read'?",
            "target=shup | tidemark.probes.orders.target",
            "concurrency=0 | tidemark.probes.orders.concurrency",
            "every=30x | tidemark.probes.orders.every: '30x' is not a duration",
            "thresholds=p95 < 10 MB | MB"})
    void endInOneSentenceForAProbeToo(String setting, String sentence, CapturedOutput output) {
        assertThatThrownBy(() -> RunningService.start(directory.resolve("data"), PG,
                "tidemark.probes.orders.workload=point-read", "tidemark.probes.orders.target=shop",
                "tidemark.probes.orders." + setting).close()).isInstanceOf(Exception.class);
        assertThat(complaint(output)).contains(sentence);
    }

    @Test
    void endInOneSentenceWhenThePortIsTaken(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> RunningService.start(directory.resolve("data"),
                    "server.port=" + taken.getLocalPort()).close()).isInstanceOf(Exception.class);
            assertThat(complaint(output)).contains("port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void endInOneSentenceWhenTheAddressIsNotOfThisMachine(CapturedOutput output) {
        assertThatThrownBy(() -> RunningService.start(directory.resolve("data"), "server.address=192.0.2.1",
                "tidemark.api.open-reads=true").close()).isInstanceOf(Exception.class);
        assertThat(complaint(output)).contains("server.address: the service cannot listen on 192.0.2.1:");
        assertThat(output).doesNotContain("\tat ");
    }

    @Test
    void endInOneSentenceWhenTheDataDirectoryIsInUse(CapturedOutput output) {
        try (RunningService _ = RunningService.start(directory.resolve("data"))) {
            assertThatThrownBy(() -> RunningService.start(directory.resolve("data")).close())
                    .isInstanceOf(Exception.class);
            assertThat(complaint(output)).contains("tidemark.data", "in use");
        }
    }

    @Test
    void endInOneSentenceWhenTheDataDirectoryCannotBeWritten(CapturedOutput output) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> RunningService.start(file.resolve("data")).close()).isInstanceOf(Exception.class);
        assertThat(complaint(output)).contains("tidemark.data", file.toString());
    }

    @Test
    void anUnreachableTargetDoesNotStopTheStart() {
        try (RunningService service = RunningService.start(directory.resolve("data"), PG,
                "tidemark.probes.orders.workload=point-read", "tidemark.probes.orders.target=shop",
                "tidemark.probes.orders.every=1s")) {
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(service.source("orders").get("outcome").asString()).isEqualTo("FAILED");
                assertThat(service.source("orders").get("reason").asString()).contains("shop", "localhost:1");
            });
        }
    }

    @Test
    void aRefusedPasswordDoesNotStopTheStartAndIsNowhereShown(CapturedOutput output) {
        try (RunningService service = RunningService.start(directory.resolve("data"),
                "tidemark.targets.shop.url=" + TestPostgres.shared().url(), "tidemark.targets.shop.username=probe",
                "tidemark.targets.shop.password=not-the-right-one", "tidemark.probes.orders.workload=point-read",
                "tidemark.probes.orders.target=shop", "tidemark.probes.orders.every=1s")) {
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                    service.source("orders").get("reason").asString()).contains("shop refused the password"));
            for (String path : List.of("/api/v1/status", "/api/v1/sources/orders", "/api/v1/probes/orders/runs",
                    "/actuator/prometheus", "/actuator/health", "/actuator/info", "/api/v1/thresholds")) {
                assertThat(service.get(path)).as(path).doesNotContain("not-the-right-one");
            }
        }
        assertThat(output).doesNotContain("not-the-right-one");
    }

    private static String complaint(CapturedOutput output) {
        return output.toString().lines().filter(line -> line.startsWith("Tidemark cannot start."))
                .reduce((_, last) -> last)
                .map(first -> output.toString().substring(output.toString().lastIndexOf(first)))
                .orElseThrow(() -> new AssertionError("no sentence in: " + output));
    }
}
