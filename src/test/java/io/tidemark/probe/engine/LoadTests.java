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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** How load comes about, and that what its users would have felt is what is told. */
class LoadTests {

    private static final Duration WORK = Duration.ofMillis(1);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @Test
    void aStallIsFeltByAllWhoArriveInItWhenLoadIsOpen() throws Exception {
        Run open = run(new Stalled(), open(1, 100, Duration.ofMillis(1_200)));

        assertThat(open.latency().count()).isEqualTo(120);
        assertThat(open.latency().percentile(99)).isGreaterThan(0.4);
        assertThat(open.latency().count() - open.latency().countWithin(0.03)).isBetween(40L, 120L);
        assertThat(open.phases().keySet()).contains("lag", "service");
        assertThat(phase(open, "service").percentile(50)).isLessThan(0.03);
        assertThat(phase(open, "lag").max()).isGreaterThan(0.3);
    }

    @Test
    void aClosedLoopFeelsTheSameStallOnce() throws Exception {
        Run closed = run(new Stalled(), closed(1, Length.of(Duration.ofMillis(1_200)), Duration.ofMillis(9)));

        assertThat(closed.latency().count() - closed.latency().countWithin(0.1)).isOne();
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
        Run run = run(new ScriptedWorkload((_, watch) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            ScriptedWorkload.lasts(Duration.ofMillis(5), watch);
            now.decrementAndGet();
        }), load(20, 2, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(200), Faults.NONE, DEADLINE));

        assertThat(most).hasValue(2);
        assertThat(run.attempts()).isEqualTo(200);
        assertThat(run.latency().percentile(50)).isGreaterThan(0.02);
        assertThat(phase(run, "service").percentile(50)).isLessThan(0.02);
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
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)),
                load(2, 2, Pace.Closed.AT_ONCE, new Profile.Sustained(), Length.of(200), faults, DEADLINE));
        Run clean = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)),
                Load.closed(2, 50, 0, 10, DEADLINE));

        assertThat(run.errors()).isEqualTo(Map.of("injected", 40L));
        assertThat(run.failed()).extractingByKey("injected").extracting(Distribution::count).isEqualTo(40L);
        assertThat(run.latency().count()).isEqualTo(160);
        assertThat(run.latency().count() - run.latency().countWithin(0.029)).isBetween(18L, 30L);
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
    void aStressFindsTheBreakingPointAndTheRecovery() throws Exception {
        AtomicInteger now = new AtomicInteger();
        Run run = run(new ScriptedWorkload((_, watch) -> {
            int crowd = now.incrementAndGet();
            ScriptedWorkload.lasts(Duration.ofMillis(crowd > 12 ? 80 : 2), watch);
            now.decrementAndGet();
        }), load(4, 24, Pace.Closed.AT_ONCE, new Profile.Stress(24, 6, Duration.ofMillis(60)),
                Length.of(Duration.ofSeconds(3)), Faults.NONE, DEADLINE));

        assertThat(run.measures()).containsEntry("sustained_level", 12.0).containsEntry("breaking_point", 16.0);
        assertThat(run.measures().get("recovery")).isLessThan(0.5);
        assertThat(run.course().stages()).extracting(Run.Stage::name).contains("step-4", "recovery")
                .doesNotContain("step-5");
    }

    @Test
    void aStressThatBreaksNothingSaysSo() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)), load(2, 6,
                Pace.Closed.AT_ONCE, new Profile.Stress(6, 3, Duration.ofSeconds(1)),
                Length.of(Duration.ofSeconds(1)), Faults.NONE, DEADLINE));

        assertThat(run.measures()).containsEntry("sustained_level", 6.0).doesNotContainKey("breaking_point");
        assertThat(run.course().notes()).contains(
                "the objective held up to the peak: there is no breaking point below it");
    }

    @Test
    void warmUpGoesOnUntilLatenciesHaveSettled() throws Exception {
        ScriptedWorkload workload = new ScriptedWorkload((number, watch) -> ScriptedWorkload
                .lasts(Duration.ofMillis(number < 40 ? 30 - number / 2 : 5), watch));
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
            Thread stopper = Thread.ofPlatform().start(() -> {
                while (workload.started.get() < 100) {
                    Thread.onSpinWait();
                }
                engine.stop(target -> Optional.of(target + " is paused"));
            });
            long from = System.nanoTime();
            Engine.Result result = engine.run(new Plan("scripted", () -> workload, pool, null,
                    closed(8, Length.of(Duration.ofSeconds(3)), Duration.ofMillis(50)), null));
            stopper.join();

            assertThat(result.stopped()).contains("fake is paused");
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
            assertThat(result.leftBehind()).isEmpty();
        }
    }

    /** Failures that are a matter of time are latencies too, so that what is told is what happened. */
    @Test
    void theReportedDistributionIsTheOneThatHappened() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        ConcurrentLinkedQueue<Long> truth = new ConcurrentLinkedQueue<>();
        Run run = run(new ScriptedWorkload((number, watch) -> {
            long nanos = (long) (200_000 * -Math.log(1 - random.nextDouble()));
            watch.start();
            long from = System.nanoTime();
            while (System.nanoTime() - from < nanos) {
                Thread.onSpinWait();
            }
            watch.stop("work", "execute");
            if (number > 0) {
                truth.add(watch.nanos());
            }
        }), Load.closed(1, 3_000, 0, 10, DEADLINE));

        assertThat(gap(run.latency(), truth)).isLessThanOrEqualTo(0.01);
    }

    /** Largest gap of the cumulative curves (Kolmogorov and Smirnov), at the ends of the histogram's buckets. */
    private static double gap(Distribution told, ConcurrentLinkedQueue<Long> truth) {
        Histogram exact = new Histogram(1, Distribution.HIGHEST_NANOS, 4);
        truth.forEach(exact::recordValue);
        double largest = 0;
        for (Distribution.Bucket bucket : told.buckets()) {
            double reported = told.countWithin(bucket.to()) / (double) told.count();
            double real = exact.getCountBetweenValues(0, Math.round(bucket.to() * 1e9))
                    / (double) exact.getTotalCount();
            largest = Math.max(largest, Math.abs(reported - real));
        }
        return largest;
    }

    /** Stands still for half a second, from the first operation that comes after three tenths. */
    private static final class Stalled extends ScriptedWorkload {

        Stalled() {
            super(script());
        }

        private static Script script() {
            long[] begun = new long[1];
            return (number, watch) -> {
                // The cold call is the first.
                begun[0] = number == 1 ? System.nanoTime() : begun[0];
                long into = System.nanoTime() - begun[0];
                watch.start();
                LockSupport.parkNanos(number > 1 && into > 300_000_000L && into < 800_000_000L
                        ? 800_000_000L - into
                        : WORK.toNanos());
                watch.stop("work", "execute");
            };
        }
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

    private static Load load(int workers, int connections, Pace pace, Profile profile, Length length, Faults faults,
            Duration deadline) {
        return new Load(workers, connections, pace, profile, length, new Warmup(0, false), 10, deadline, faults);
    }

    private static Run run(ScriptedWorkload workload, Load load) throws Exception {
        try (SessionPool pool = new SessionPool(new CaffeineTarget("fake"), load.sessions() + 1, true)) {
            Engine.Result result = TestProbes.engine().run(new Plan("scripted", () -> workload, pool, null, load,
                    null));
            assertThat(result.leftBehind()).isEmpty();
            assertThat(result.stopped()).isEmpty();
            return result.run();
        }
    }
}
