package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers say of themselves is a source of its own, which costs the server little and us no more than its limits. */
class ServerSourceTests {

    @TempDir
    private Path data;

    @Test
    void everyConfiguredTargetThatAProbeUsesHasOneAndNoOtherDoes() {
        Map<String, TargetSettings> targets = Map.of("shop", TestPostgres.shared().settings(), "cache",
                TestRedis.shared().settings(), "idle", TestMariaDb.shared().settings());
        ProbeSettings probe = TestProbes.settings("cache", "read-through", null, null, null, null, null, null, "shop",
                null);
        try (Probes probes = TestProbes.of(targets, Map.of("basket", probe), true, data)) {
            assertThat(probes.sources().stream().filter(ServerSource.class::isInstance).map(Source::name))
                    .containsExactlyInAnyOrder("server.shop", "server.cache");
            assertThat(probes.sources()).extracting(source -> source.description().lane()).contains("server:shop",
                    "server:cache");
        }
    }

    @Test
    void readsUnderTheNameOfTheTargetOverOneConnection() {
        TestPostgres server = TestPostgres.shared();
        String before = server.now();
        try (Probes probes = TestProbes.of(server.settings(), TestProbes.probe("insert"))) {
            Source source = only(probes);
            source.observe();
            Observation observation = source.observe();

            assertThat(observation.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(observation.samples()).extracting(sample -> sample.series().metric())
                    .contains("server.connections", "server.connections.max", "server.cache.hit_ratio",
                            "server.commits");
            assertThat(observation.samples()).allSatisfy(sample -> {
                assertThat(sample.series().labels()).isEqualTo(Labels.of("target", "shop"));
                assertThat(source.description().metrics()).extracting("name").contains(sample.series().metric());
            });
            assertThat(server.count("select count(*) from pg_stat_activity where application_name = 'tidemark'"
                    + " and backend_start > '" + before + "'")).isOne();
        }
    }

    @Test
    void aServerThatIsFrozenOrGoneIsToldInOneSentenceWithinItsLimits() throws IOException {
        try (TestMariaDb server = new TestMariaDb()) {
            TargetSettings hasty = new TargetSettings(server.url(), "probe", server.settings().password(), true,
                    new LimitSettings(null, null, null, Duration.ofSeconds(1), null), null, null);
            try (Probes probes = TestProbes.of(hasty, TestProbes.probe("insert"))) {
                Source source = only(probes);
                assertThat(source.observe().outcome()).isEqualTo(new Outcome.Succeeded());
                server.freeze();
                assertTimedOut(source.observe());
                assertTimedOut(source.observe());
                server.thaw();
                server.kill();
                assertThat(source.observe().outcome()).isEqualTo(new Outcome.Failed(
                        "cannot connect to shop at 127.0.0.1:" + server.port() + ": connection refused"));
                server.restart();
                assertThat(source.observe().outcome()).isEqualTo(new Outcome.Succeeded());
            }
        }
    }

    /** A frozen server ends no call: that it is over is our doing. */
    private static void assertTimedOut(Observation observation) {
        assertThat(observation.outcome()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(observation.outcome().reason()).startsWith("shop ");
        assertThat(observation.samples()).isEmpty();
    }

    private static Source only(Probes probes) {
        return probes.sources().stream().filter(ServerSource.class::isInstance).findFirst().orElseThrow();
    }
}
