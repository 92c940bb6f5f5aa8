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
    private static final int ACKNOWLEDGED = 3;
    private static final Duration READY = Duration.ofSeconds(10);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path directory;
    private final Random random = new Random(42);
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void losesNothingAcknowledgedAndIsReadyAgainSoon() throws Exception {
        List<Duration> waits = new ArrayList<>();
        List<Duration> fresh = new ArrayList<>();
        for (int kill = 0; kill <= KILLS; kill++) {
            try (ServiceProcess service = ServiceProcess.start(directory.resolve("data"))) {
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
            if (kill % 3 == 0) {
                fresh.add(freshStart(kill));
            }
        }
        System.out.printf("%d kills, %d acknowledged runs, 0 lost; ready again after %s, with nothing to recover after"
                + " %s%n", KILLS, acknowledged.size(), millis(waits), millis(fresh));
        // How long the machine takes to start a service beside its other work is not what is tested.
        assertThat(middle(waits).minus(middle(fresh))).isLessThan(READY);
    }

    private Duration freshStart(int number) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(directory.resolve("fresh-" + number))) {
            return service.launchToReady();
        }
    }

    private static Duration middle(List<Duration> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private static List<String> millis(List<Duration> all) {
        return all.stream().map(one -> one.toMillis() + " ms").toList();
    }

    /** Runs probes for a random while, and until some runs are acknowledged: answered with 201. */
    private void work(ServiceProcess service) throws Exception {
        long start = System.nanoTime();
        long least = TimeUnit.MILLISECONDS.toNanos(400 + random.nextInt(800));
        int enough = acknowledged.size() + ACKNOWLEDGED;
        while (System.nanoTime() - start < least || acknowledged.size() < enough) {
            assertThat(System.nanoTime() - start).as("%s acknowledged", acknowledged).isLessThan(PATIENCE);
            for (String probe : List.of("builtin-cache-get", "builtin-db-insert")) {
                HttpResponse<String> answer = service.post("/api/v1/sources/" + probe + "/runs");
                if (answer.statusCode() == 201) {
                    acknowledged.add(new JsonMapper().readTree(answer.body()).get("id").asString());
                }
            }
        }
    }
}
