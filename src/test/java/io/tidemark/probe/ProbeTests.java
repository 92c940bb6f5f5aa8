package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.engine.Governor;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.engine.ScriptedWorkload;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.SessionPool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A probe never throws, never overlaps itself and never piles up threads. */
class ProbeTests {

    private final SessionPool pool = new SessionPool(new CaffeineTarget("fake"), 3, true);

    @Test
    void aSecondRunAtTheSameTimeIsSkipped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Probe probe = probe(TestProbes.engine(), new ScriptedWorkload((_, watch) -> {
            begun.countDown();
            end.await();
            ScriptedWorkload.lasts(Duration.ofMillis(1), watch);
        }), Duration.ofMinutes(1));
        CompletableFuture<Observation> first = CompletableFuture.supplyAsync(probe::observe);
        begun.await();

        assertThat(probe.observe().outcome()).isEqualTo(new Outcome.Skipped("a run of this probe is going on"));
        end.countDown();
        assertThat(first.join().outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void whileThreadsOfARunHangNoFurtherRunStarts() {
        CountDownLatch end = new CountDownLatch(1);
        Probe probe = probe(TestProbes.engine(), new ScriptedWorkload((_, watch) -> {
            end.await();
            ScriptedWorkload.lasts(Duration.ofMillis(1), watch);
        }), Duration.ofSeconds(1));

        assertThat(probe.observe().outcome()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(probe.observe().outcome()).isEqualTo(new Outcome.Skipped("the previous run still hangs on fake"));
        end.countDown();
        Awaitility.await().untilAsserted(
                () -> assertThat(probe.observe().outcome()).isEqualTo(new Outcome.Succeeded()));
    }

    @Test
    void whatCannotEvenStartIsAFailedObservation() {
        Engine withoutIds = new Engine("test-1", () -> {
            throw new IllegalStateException("no ids yet");
        }, _ -> () -> HostConditions.Seen.NOTHING, InstantSource.system());

        assertThat(probe(withoutIds, new ScriptedWorkload((_, _) -> {}), Duration.ofMinutes(1)).observe().outcome())
                .isEqualTo(new Outcome.Failed("the run could not be started: no ids yet"));
    }

    private Probe probe(Engine engine, ScriptedWorkload workload, Duration deadline) {
        Plan plan = new Plan("orders", () -> workload, pool, null, Load.closed(1, 5, 0, 1, deadline), null);
        Source.Description description = new Source.Description(Source.Kind.PROBE, Duration.ofSeconds(30),
                "target:fake", List.of(), List.of());
        return new Probe("test-1", plan, description, engine,
                new Probe.Guard(new Pauses(false, Path.of("target")),
                        new Governor("fake", 1_000_000, System::nanoTime, () -> 1)),
                InstantSource.system());
    }
}
