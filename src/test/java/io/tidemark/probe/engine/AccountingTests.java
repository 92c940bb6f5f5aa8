package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Measured;
import io.tidemark.probe.workload.Verification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where each operation of a run is counted, whatever became of it. */
@BesideOthers
class AccountingTests {

    /** Far away where it is not the point, near where the whole of it is spent. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration NEAR = Duration.ofSeconds(5);
    private static final Duration WORK = Duration.ofMillis(2);

    @Test
    void successesAreLatenciesAndWarmUpAndColdCallAreNot() throws Exception {
        AtomicInteger before = new AtomicInteger();
        ScriptedWorkload workload = new ScriptedWorkload((number, watch) -> ScriptedWorkload
                .lasts(number < 6 ? Duration.ofMillis(30) : WORK, watch)) {
            @Override
            public void begin() {
                before.set(started.get());
            }
        };
        Run run = run(workload, 1, 20, 5);

        assertThat(workload.started).hasValue(26);
        assertThat(before).hasValue(6);
        assertThat(run.operations().keySet()).containsExactly("work");
        assertThat(run.latency().count()).isEqualTo(20);
        assertThat(run.latency().min()).isBetween(0.00198, 0.02);
        assertThat(run.latency().percentile(50)).isLessThan(0.029);
        assertThat(run.measures().get("cold")).isGreaterThan(0.0299);
        assertThat(run.throughput()).isBetween(20 / seconds(run.took()), 500.0);
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(workload.cleaned).hasValue(1);
    }

    @Test
    void timedOutOnesAreLatenciesAtNoLessThanTheirDeadlineAndOthersHaveAHistogramOfTheirOwn() throws Exception {
        ScriptedWorkload workload = new ScriptedWorkload((number, watch) -> {
            switch (number % 5) {
                case 0 -> throw ScriptedWorkload.failure(Kind.TIMEOUT);
                case 1 -> throw ScriptedWorkload.failure(Kind.CONSTRAINT);
                default -> ScriptedWorkload.lasts(WORK, watch);
            }
        });
        Run run = run(workload, 1, 50, 4);

        assertThat(run.attempts()).isEqualTo(50);
        assertThat(run.successes()).isEqualTo(30);
        assertThat(run.errors()).isEqualTo(Map.of("timeout", 10L, "constraint", 10L));
        assertThat(run.latency().count()).isEqualTo(40);
        assertThat(run.latency().max()).isGreaterThanOrEqualTo(limit(DEADLINE));
        assertThat(run.failed()).containsOnlyKeys("constraint");
        assertThat(run.failed()).extractingByKey("constraint").satisfies(failed -> {
            assertThat(failed.count()).isEqualTo(10);
            assertThat(failed.min()).isPositive();
        });
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void onlyFailuresIsFailedAndOnlyTimeOutsIsTimedOut() throws Exception {
        Run failed = run(new ScriptedWorkload((number, _) -> {
            throw ScriptedWorkload.failure(number % 2 == 0 ? Kind.TIMEOUT : Kind.STATEMENT);
        }), 1, 10, 0);
        Run late = run(new ScriptedWorkload((_, _) -> {
            throw ScriptedWorkload.failure(Kind.TIMEOUT);
        }), 1, 10, 0);

        assertThat(failed.outcome()).isEqualTo(new Outcome.Failed("scripted statement"));
        assertThat(late.outcome()).isEqualTo(new Outcome.TimedOut("scripted timeout"));
        assertThat(late.attempts()).isEqualTo(10);
    }

    @Test
    void aRunThatFailsBeforeItsFirstOperationIsOneAttemptAndOneFailure() throws Exception {
        Run run = run(new ScriptedWorkload((_, _) -> {}) {
            @Override
            public void prepare(CacheSession session, Assignment assignment) throws Exception {
                throw failure(Kind.REFUSED);
            }
        }, 2, 10, 0);

        assertThat(run.attempts()).isOne();
        assertThat(run.errors()).isEqualTo(Map.of("refused", 1L));
        assertThat(run.failed()).extractingByKey("refused").extracting(Distribution::min)
                .satisfies(min -> assertThat(min).isPositive());
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed("scripted refused"));
    }

    @Test
    void whatMustHoldAndDoesNotIsAViolationWithItsEvidence() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)) {
            @Override
            public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
                return new Verification(List.of("2 rows were kept"), Map.of("own", (double) measured.operation("work")
                        .count()));
            }
        }, 1, 10, 0);

        assertThat(run.outcome()).isEqualTo(new Outcome.Violated("2 rows were kept"));
        assertThat(run.violations()).containsExactly("2 rows were kept");
        assertThat(run.measures()).containsEntry("own", 10.0);
    }

    @Test
    void whatARunHasSpentIsToldOfThoseThatWereNotVerified() throws Exception {
        assertThat(run(new Spending(Kind.STATEMENT, null), 1, 10, 0).measures()).containsEntry("own", 1.0);
        assertThat(run(new Spending(null, Kind.CONNECT), 1, 10, 0).measures()).containsEntry("own", 1.0);
        assertThat(run(new Spending(null, null), 1, 10, 0).measures()).doesNotContainKey("own");
    }

    /** Tells what it has spent, and fails while it is measured or verified. */
    private static final class Spending extends ScriptedWorkload {

        private final @Nullable Kind verifying;

        Spending(@Nullable Kind measuring, @Nullable Kind verifying) {
            super((_, watch) -> {
                if (measuring != null) {
                    throw failure(measuring);
                }
                lasts(WORK, watch);
            });
            this.verifying = verifying;
        }

        @Override
        public Verification verify(CacheSession session, Assignment assignment, Measured measured) throws Exception {
            if (verifying != null) {
                throw failure(verifying);
            }
            return super.verify(session, assignment, measured);
        }

        @Override
        public Map<String, Double> spent(Assignment assignment) {
            return Map.of("own", 1.0);
        }
    }

    @Test
    void aVerificationThatCannotBeDoneIsAFailureAndCleanUpIsStillDone() throws Exception {
        ScriptedWorkload workload = new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)) {
            @Override
            public Verification verify(CacheSession session, Assignment assignment, Measured measured)
                    throws Exception {
                throw failure(Kind.CONNECT);
            }
        };
        Run run = run(workload, 1, 10, 0);

        assertThat(run.errors()).isEqualTo(Map.of("connect", 1L));
        assertThat(run.attempts()).isEqualTo(11);
        assertThat(workload.cleaned).hasValue(1);
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed("could not be verified: scripted connect"));
        assertThat(violations(run)).isEmpty();
    }

    @Test
    void aRunWithoutASuccessSaysNothingAboutViolations() throws Exception {
        assertThat(violations(run(new ScriptedWorkload((_, _) -> {
            throw ScriptedWorkload.failure(Kind.CONNECT);
        }), 1, 10, 0))).isEmpty();
        assertThat(violations(run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)), 1, 10, 0)))
                .hasValue(0);
    }

    /** A twentieth of the deadline is left to a machine that is late. */
    @Test
    void workersThatHangAreGivenUpWithinTheDeadlineAndCounted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedWorkload workload = new ScriptedWorkload((number, watch) -> {
            if (number >= 10) {
                never.await();
            }
            ScriptedWorkload.lasts(WORK, watch);
        });
        Duration deadline = NEAR.multipliedBy(2);
        Engine.Result result = result(workload, Load.closed(3, 30, 0, 10, deadline));
        Run run = result.run();

        assertThat(run.took()).isLessThan(deadline);
        assertThat(run.attempts()).isEqualTo(run.successes() + 3);
        assertThat(run.errors()).isEqualTo(Map.of("timeout", 3L));
        assertThat(run.latency().max()).isGreaterThanOrEqualTo(limit(deadline));
        assertThat(result.leftBehind()).hasSize(4);
        never.countDown();
        for (Thread thread : result.leftBehind()) {
            thread.join(Duration.ofSeconds(10));
        }
        assertThat(result.leftBehind()).noneMatch(Thread::isAlive);
    }

    @Test
    void aPreparationThatHangsIsTimedOutAsOneAttempt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedWorkload workload = new ScriptedWorkload((_, _) -> {}) {
            @Override
            public void prepare(CacheSession session, Assignment assignment) throws Exception {
                never.await();
            }
        };
        Engine.Result result = result(workload, Load.closed(2, 10, 0, 10, NEAR));
        never.countDown();

        assertThat(result.run().outcome()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(result.run().attempts()).isOne();
        assertThat(result.run().latency().max()).isGreaterThanOrEqualTo(limit(NEAR));
    }

    @Test
    void aRunThatComesToItsEndEarlyKeepsWhatItHas() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(Duration.ofMillis(50), watch)),
                Load.closed(2, 10_000, 0, 10, NEAR));

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.took()).isLessThan(NEAR);
        assertThat(run.attempts()).isBetween(4L, 9_999L);
    }

    @Test
    void warmUpLeavesTimeToMeasure() throws Exception {
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(Duration.ofMillis(50), watch)),
                Load.closed(2, 10, 10_000, 10, NEAR));

        assertThat(run.attempts()).isPositive();
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void aRunThatComesToNoOperationIsOneTimeOut() throws Exception {
        Load load = Load.closed(1, 10, 10, 10, NEAR);
        Run run = run(new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK, watch)) {
            @Override
            public void prepare(CacheSession session, Assignment assignment) {
                ScriptedWorkload.rest(load.measuring());
            }
        }, load);

        assertThat(run.errors()).isEqualTo(Map.of("timeout", 1L));
        assertThat(run.outcome()).isEqualTo(new Outcome.TimedOut(
                "fake: preparation and warm-up took all the time there was for measuring"));
    }

    @Test
    void whatTheRunUsedIsAmongItsMeasuresAndWhatCouldNotBeReadIsNot() throws Exception {
        Map<String, Double> measures = used(new HostConditions.Usage(-4096.0, 0.25, null));

        assertThat(measures).containsEntry("memory_growth", -4096.0).containsEntry("process_cpu", 0.25)
                .doesNotContainKey("process_growth");
        assertThat(used(HostConditions.Usage.UNKNOWN)).containsOnlyKeys("cold");
    }

    private static Map<String, Double> used(HostConditions.Usage usage) throws Exception {
        HostConditions conditions = process -> {
            assertThat(process).isEqualTo("shop");
            return () -> new HostConditions.Seen(HostConditions.Conditions.UNKNOWN, usage);
        };
        try (SessionPool pool = new SessionPool(new CaffeineTarget("fake"), 2, true)) {
            return new Engine("test-1", () -> 1, conditions, InstantSource.system())
                    .run(new Plan("scripted", () -> new ScriptedWorkload((_, watch) -> ScriptedWorkload.lasts(WORK,
                            watch)), pool, null, Load.closed(1, 5, 0, 10, DEADLINE), null, "shop"))
                    .run().measures();
        }
    }

    private static OptionalDouble violations(Run run) {
        return ProbeMeasure.value(run, "violations", Labels.NONE);
    }

    private static Run run(ScriptedWorkload workload, int workers, int operations, int warmup) throws Exception {
        return run(workload, Load.closed(workers, operations, warmup, 10, DEADLINE));
    }

    private static Run run(ScriptedWorkload workload, Load load) throws Exception {
        Engine.Result result = result(workload, load);
        assertThat(result.leftBehind()).isEmpty();
        return result.run();
    }

    private static Engine.Result result(ScriptedWorkload workload, Load load) throws Exception {
        try (SessionPool pool = new SessionPool(new CaffeineTarget("fake"), load.workers() + 1, true)) {
            return TestProbes.engine().run(new Plan("scripted", () -> workload, pool, null, load, null));
        }
    }

    /** What an operation that timed out has taken at the least. */
    private static double limit(Duration deadline) {
        return seconds(deadline.dividedBy(4));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
