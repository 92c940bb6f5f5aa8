package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.engine.Load.Length;
import io.tidemark.probe.engine.Load.Warmup;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.SessionPool;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How load comes about, and that what its users would have felt is what is told. */
class LoadTests {

    private static final Duration WORK = Duration.ofMillis(1);
    /** Far away: what is told of a run shall not depend on how fast the machine is. */
    static final Duration DEADLINE = Duration.ofMinutes(1);

    @Test
    void aStallIsFeltByAllWhoArriveInItWhenLoadIsOpen() throws Exception {
        Run open = run(stalled(new Truth()), open(1, 100, Duration.ofMillis(1_200)));

        assertThat(open.latency().count()).isEqualTo(120);
        assertThat(open.latency().percentile(99)).isGreaterThan(0.4);
        assertThat(beyond(0.03, open.latency())).isBetween(40L, 120L);
        assertThat(open.phases().keySet()).contains("lag", "service");
        assertThat(phase(open, "service").percentile(50)).isLessThan(0.03);
        assertThat(phase(open, "lag").max()).isGreaterThan(0.3);
    }

    @Test
    void aClosedLoopFeelsTheSameStallOnce() throws Exception {
        Truth truth = new Truth();
        Run closed = run(stalled(truth), closed(1, Length.of(60), Duration.ofMillis(9)));

        assertThat(closed.latency().count()).isEqualTo(60);
        assertThat(closed.latency().max()).isGreaterThan(0.49);
        assertBeyond(0.1, closed.latency(), truth);
        assertThat(closed.phases()).doesNotContainKeys("lag", "service");
    }

    @Test
    void whatCouldNotBeginInTimeIsCountedAsLateAsItIs() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(Duration.ofMillis(200), watch)),
                open(1, 100, Duration.ofSeconds(1), Duration.ofSeconds(3)));

        assertThat(run.attempts()).isEqualTo(100);
        assertThat(run.errors()).extractingByKey("unstarted").asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.LONG).isGreaterThan(80);
        assertThat(run.latency().count()).isEqualTo(100);
        assertThat(run.latency().percentile(50)).isGreaterThan(0.3);
    }

    @Test
    void sharedSessionsAreWaitedForAndTheWaitIsPartOfTheLatency() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        Truth truth = new Truth();
        Run run = run(new ScriptedWorkload((number, watch) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            truth.lasts(number, Duration.ofMillis(5), watch);
            now.decrementAndGet();
        }), load(20, 2, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(200), Faults.NONE, DEADLINE));

        assertThat(most).hasValue(2);
        assertThat(run.attempts()).isEqualTo(200);
        assertThat(run.latency().percentile(50)).isGreaterThan(0.02);
        assertThat(phase(run, "service").count()).isEqualTo(200);
        assertBeyond(0.02, phase(run, "service"), truth);
        assertThat(phase(run, "pool_wait").count()).isGreaterThanOrEqualTo(200);
        assertThat(run.measures()).containsEntry("leaks", 0.0);
        assertThat(run.measures().get("reuse_rate")).isGreaterThan(0.9);
    }

    @Test
    void aCrowdDoesExactlyItsOperations() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)),
                load(500, 50, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(2_000), Faults.NONE, DEADLINE));

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.attempts()).isEqualTo(2_000);
        assertThat(run.errors()).isEmpty();
        assertThat(run.cost().cpuSeconds()).isPositive();
    }

    @Test
    void faultsOnPurposeAreCountedByKindWithLatenciesOfTheirOwn() throws Exception {
        Faults faults = new Faults(0.2, 0.1, Duration.ofMillis(30), 0);
        Truth truth = new Truth();
        Run run = run(new ScriptedWorkload((number, watch) -> truth.lasts(number, WORK, watch)),
                load(2, 2, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(200), faults, DEADLINE));
        Run clean = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)),
                Load.closed(2, 50, 0, 10, DEADLINE));

        assertThat(run.errors()).isEqualTo(Map.of("injected", 40L));
        assertThat(run.failed()).extractingByKey("injected").extracting(Distribution::count).isEqualTo(40L);
        assertThat(run.latency().count()).isEqualTo(160);
        assertThat(beyond(0.029, run.latency())).isBetween(18L, 20 + truth.beyond(0.028));
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(clean.errors()).isEmpty();
    }

    @Test
    void aRampTellsEachOfItsSteps() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)), load(4, 4,
                new Pace.Open(100), new Profile.Ramp(400, 4), Length.of(Duration.ofSeconds(1)), Faults.NONE, DEADLINE));

        assertThat(run.course().stages()).extracting(Run.Stage::level).containsExactly(100.0, 200.0, 300.0, 400.0);
        assertThat(run.course().stages()).extracting(Run.Stage::operations).satisfiesExactly(
                count -> assertThat(count).isEqualTo(25), count -> assertThat(count).isEqualTo(50),
                count -> assertThat(count).isBetween(75L, 76L), count -> assertThat(count).isBetween(99L, 100L));
        assertThat(run.attempts()).isEqualTo(250);
    }

    @Test
    void warmUpGoesOnUntilLatenciesHaveSettled() throws Exception {
        ScriptedWorkload workload = new ScriptedWorkload((number, watch) -> ScriptedWorkload
                .lasts(Duration.ofMillis(number < 40 ? 45 - number : 5), watch));
        Run run = run(workload, new Load(1, 1, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(100),
                new Warmup(0, true), 10, DEADLINE, Faults.NONE));

        assertThat(run.attempts()).isEqualTo(100);
        assertThat(workload.started.get()).isGreaterThan(150);
        assertThat(run.latency().percentile(50)).isLessThan(0.025);
    }

    @Test
    void aRunThatNeverGetsSteadySaysSo() throws Exception {
        Run run = run(new ScriptedWorkload((number, watch) -> ScriptedWorkload
                .lasts(Duration.ofMillis(number / 10 % 2 == 0 ? 4 : 12), watch)),
                new Load(1, 1, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(200), new Warmup(0, true), 10,
                        Duration.ofSeconds(2), Faults.NONE));

        assertThat(run.course().notes()).singleElement().asString().startsWith("latencies had not settled");
    }

    @Test
    void whatIsStoppedIsOverWithinASecondAndSaysWhy() throws Exception {
        try (SessionPool pool = new SessionPool(new CaffeineTarget("fake"), 9, true)) {
            Engine engine = TestProbes.engine();
            ScriptedWorkload workload = new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch));
            CompletableFuture<Long> stopped = CompletableFuture.supplyAsync(() -> {
                while (workload.started.get() < 100) {
                    LockSupport.parkNanos(WORK.toNanos());
                }
                long from = System.nanoTime();
                engine.stop(target -> Optional.of(target + " is paused"));
                return from;
            });
            Engine.Result result = engine.run(new Plan("scripted", () -> workload, pool, null,
                    closed(8, Length.of(Duration.ofSeconds(30)), Duration.ofMillis(50)), null));
            long ended = System.nanoTime();

            assertThat(result.stopped()).contains("fake is paused");
            assertThat(Duration.ofNanos(ended - stopped.join())).isLessThan(Duration.ofSeconds(3));
            assertThat(result.leftBehind()).isEmpty();
        }
    }

    /** Failures that are a matter of time are latencies too, so that what is told is what happened. */
    @Test
    void theReportedDistributionIsTheOneThatHappened() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        Truth truth = new Truth();
        Run run = run(new ScriptedWorkload((number, watch) -> {
            long nanos = (long) (200_000 * -Math.log(1 - random.nextDouble()));
            watch.start();
            long from = System.nanoTime();
            while (System.nanoTime() - from < nanos) {
                Thread.onSpinWait();
            }
            watch.stop("work", "execute");
            truth.add(number, watch);
        }), Load.closed(1, 3_000, 0, 10, DEADLINE));

        assertThat(truth.gap(run.latency())).isLessThanOrEqualTo(0.01);
    }

    /** Stands still for half a second once. */
    private static ScriptedWorkload stalled(Truth truth) {
        return new ScriptedWorkload((number, watch) -> truth.lasts(number,
                number == 30 ? Duration.ofMillis(500) : WORK, watch));
    }

    /** As many as happened, to the resolution of what is told. */
    private static void assertBeyond(double seconds, Distribution told, Truth truth) {
        assertThat(beyond(seconds, told)).isBetween(truth.beyond(seconds * 1.01), truth.beyond(seconds / 1.01));
    }

    private static long beyond(double seconds, Distribution told) {
        return told.count() - told.countWithin(seconds);
    }

    private static Distribution phase(Run run, String name) {
        return run.phases().getOrDefault(name, Distribution.EMPTY);
    }

    private static Load open(int workers, double rate, Duration duration) {
        return open(workers, rate, duration, DEADLINE);
    }

    private static Load open(int workers, double rate, Duration duration, Duration deadline) {
        return load(workers, workers, new Pace.Open(rate), new Profile.Sustained(), Length.of(duration), Faults.NONE,
                deadline);
    }

    private static Load closed(int workers, Length length, Duration think) {
        return load(workers, workers, new Pace.Closed(think), new Profile.Sustained(), length, Faults.NONE, DEADLINE);
    }

    static Load load(int workers, int connections, Pace pace, Profile profile, Length length, Faults faults,
            Duration deadline) {
        return new Load(workers, connections, pace, profile, length, new Warmup(0, false), 10, deadline, faults);
    }

    static Run run(ScriptedWorkload workload, Load load) throws Exception {
        try (SessionPool pool = new SessionPool(new CaffeineTarget("fake"), load.sessions() + 1, true)) {
            Engine.Result result = TestProbes.engine().run(new Plan("scripted", () -> workload, pool, null, load,
                    null));
            assertThat(result.leftBehind()).isEmpty();
            assertThat(result.stopped()).isEmpty();
            return result.run();
        }
    }
}
