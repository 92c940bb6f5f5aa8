package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The disk under the data directory is full and freed again: said so, no restart, nothing acknowledged lost. */
class FullDiskIT {

    @TempDir
    private Path directory;

    @Test
    void recoversByItselfWhenThereIsSpaceAgain() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", directory.toString()))
                .as("only root may mount a small disk").isZero();
        try (Heartbeat heartbeat = new Heartbeat();
                RunningService service = RunningService.start(directory.resolve("data"))) {
            within(60, () -> Judged.assertByTheirValues(service.json("/api/v1/status")));
            List<String> acknowledged = new ArrayList<>();
            post(service, acknowledged);

            Path filler = fill();
            within(60, () -> {
                // Room for what goes to the journal; without it the store is not written to, and nobody knows.
                shorten(filler);
                post(service, acknowledged);
                assertThat(service.metrics("tidemark_store_reachable").getFirst()).endsWith(" 0.0");
                service.post("/api/v1/sources/builtin-db-insert/runs");
            });
            assertThat(service.source("system.memory").get("ageSeconds").asDouble())
                    .isLessThan(5 + heartbeat.longestSeconds());

            Files.delete(filler);
            within(60, () -> {
                assertThat(service.metrics("tidemark_store_reachable").getFirst()).endsWith(" 1.0");
                Judged.assertByTheirValues(service.json("/api/v1/status"));
            });
            post(service, acknowledged);
            acknowledged.forEach(id -> assertThat(service.get("/api/v1/runs/" + id)).contains("\"id\":\"" + id + "\""));
        } finally {
            run("umount", directory.toString());
        }
    }

    /** A full journal answers 503, and then nothing was acknowledged. */
    private static void post(RunningService service, List<String> acknowledged) {
        var answer = service.post("/api/v1/sources/builtin-cache-get/runs");
        if (answer.statusCode() == 201) {
            acknowledged.add(new JsonMapper().readTree(answer.body()).get("id").asString());
        }
    }

    /** By a page, which is less than the store takes for a change. */
    private static void shorten(Path filler) throws IOException {
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 4096);
        }
    }

    private Path fill() throws IOException {
        Path filler = directory.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] chunk = new byte[64 << 10];
            while (true) {
                out.write(chunk);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : 1;
    }

    private static void within(int seconds, ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(250)).untilAsserted(holds);
    }
}
