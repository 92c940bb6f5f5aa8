package io.tidemark;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import io.tidemark.probe.LoadSettings;
import io.tidemark.probe.ProbeSettings;
import io.tidemark.probe.Probes;
import io.tidemark.probe.ProbingSettings;
import io.tidemark.probe.TargetSettings;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.TestTomcat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many workers at once on an HTTP endpoint, a Tomcat in this process, each with a connection of its own. Properties:
 * workers (50,100,500,1000), seconds (10) a run.
 */
class RequestCrowdBench {

    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final Duration THINK = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    @Test
    void crowdOnATomcat() throws Exception {
        System.out.printf("%7s %10s %9s %8s %8s %8s %10s %s%n", "workers", "operations", "success", "p50 ms", "p95 ms",
                "p99 ms", "per second", "connections");
        try (TestTomcat server = new TestTomcat(directory, null)) {
            run(server, 10, 2); // past compilation
            for (String workers : System.getProperty("workers", "50,100,500,1000").split(",", -1)) {
                print(run(server, Integer.parseInt(workers), SECONDS), workers);
            }
        }
    }

    private static void print(Run run, String workers) {
        Distribution latency = run.latency();
        System.out.printf("%7s %10d %7.2f %% %8.3f %8.3f %8.3f %10.0f %d %s%n", workers, run.attempts(),
                100.0 * run.successes() / run.attempts(), 1e3 * latency.percentile(50), 1e3 * latency.percentile(95),
                1e3 * latency.percentile(99), run.throughput(), run.phases().get("connect").count(), run.errors());
    }

    private Run run(TestTomcat server, int workers, int seconds) {
        LoadSettings load = new LoadSettings(null, THINK, Duration.ofSeconds(seconds), null, null, null, null, null);
        ProbeSettings probe = new ProbeSettings("tomcat", "request", null, workers, null, null, null, null, null, null,
                load, null, null, null, null, null, null, null);
        try (Probes probes = new Probes(new ProbingSettings(
                Map.of("tomcat", new TargetSettings(server.url(), null, null, false, null, null, null)),
                Map.of("crowd", probe), false, false, directory), "test-1", TestProbes.engine(),
                InstantSource.system())) {
            return probes.sources().stream().filter(one -> one.name().equals("crowd")).map(Source::observe)
                    .flatMap(seen -> Stream.ofNullable(seen.run().orElse(null))).findFirst().orElseThrow();
        }
    }
}
