package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Kills the packaged service while it writes: what it acknowledged is there afterwards. */
@BesideOthers
class KillIT {

    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final Duration READY = Duration.ofSeconds(10);

    @TempDir
    private Path data;
    private final Random random = new Random(42);
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void losesNothingAcknowledgedAndIsReadyAgainSoon() throws Exception {
        List<Duration> waits = new ArrayList<>();
        for (int kill = 0; kill <= KILLS; kill++) {
            try (ServiceProcess service = ServiceProcess.start(data)) {
                if (kill > 0) {
                    waits.add(service.launchToReady());
                }
                for (String id : acknowledged) {
                    assertThat(service.get("/api/v1/runs/" + id).statusCode()).as("run %s after kill %d", id, kill)
                            .isEqualTo(200);
                }
                work(service);
                service.kill();
            }
        }
        System.out.printf("%d kills, %d acknowledged runs, 0 lost; ready again after %s%n", KILLS, acknowledged.size(),
                waits.stream().map(wait -> wait.toMillis() + " ms").toList());
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 2);
        // The one in the middle: a machine that is busy with something else is not what is tested here.
        assertThat(waits.stream().sorted().toList().get(waits.size() / 2)).isLessThan(READY);
    }

    /** Runs probes for a random while; only what was answered with 201 is acknowledged. */
    private void work(ServiceProcess service) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400 + random.nextInt(800));
        while (System.nanoTime() < end) {
            for (String probe : List.of("builtin-cache-get", "builtin-db-insert")) {
                HttpResponse<String> answer = service.post("/api/v1/sources/" + probe + "/runs");
                if (answer.statusCode() == 201) {
                    acknowledged.add(new JsonMapper().readTree(answer.body()).get("id").asString());
                }
            }
        }
    }
}
