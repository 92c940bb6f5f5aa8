package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.TestRuns;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GovernorTests {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Load LIGHT = Load.closed(2, 10, 0, 10, Duration.ofSeconds(5));

    private long nanos = 1;
    private final Governor governor = new Governor("shop", 1_000, () -> nanos, () -> 1);

    @Test
    void leavesATargetAloneThatDoesNotAnswerAndComesBack() {
        fail("connect", 2);
        assertThat(asked()).isEqualTo(new Permission.Full());
        fail("timeout", 1);

        assertThat(asked()).isEqualTo(new Permission.Refused("shop did not answer 3 times in a row and is left alone:"
                + " nobody there; next try in 10.0 s"));
        pass(Duration.ofSeconds(11));
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void neverForLongerThanFourIntervalsOrAMinute() {
        fail("connect", 30);
        pass(EVERY.multipliedBy(4));
        assertThat(asked()).isEqualTo(new Permission.Full());

        for (int i = 0; i < 30; i++) {
            governor.finished(failed("connect"), Duration.ofMinutes(5), false);
        }
        pass(Duration.ofSeconds(60));
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void oneAnswerIsEnoughToTrustItAgain() {
        fail("connect", 10);
        succeed(1);
        fail("connect", 2);
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void aProbeThatIsSetUpWronglyDoesNotShutOutTheOthers() {
        fail("refused", 10);
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void aTargetShortOfConnectionsGetsOneReadAndNothingElse() {
        governor.connections(OptionalDouble.of(0.85));

        assertThat(asked()).isEqualTo(new Permission.Canary("shop is in trouble: 85 % of its connections are in use"));
        assertThat(governor.permission(LIGHT, true)).isInstanceOf(Permission.Refused.class);
        assertThat(governor.permission(Load.closed(50, 10, 0, 10, EVERY), false))
                .isInstanceOf(Permission.Refused.class);
        pass(Duration.ofSeconds(31));
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void aTargetFarSlowerThanUsualIsSparedUntilACanaryIsFast() {
        for (int i = 0; i < 6; i++) {
            succeed(2);
        }
        succeed(200);
        assertThat(asked()).isEqualTo(new Permission.Canary(
                "shop is in trouble: an operation of orders took 200.3 ms instead of 2.0 ms"));
        governor.finished(TestRuns.run(1, "orders", Instant.EPOCH, 2), EVERY, true);
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void whatIsSlowForGoodBecomesUsual() {
        for (int i = 0; i < 6; i++) {
            succeed(2);
        }
        for (int i = 0; i < 60; i++) {
            succeed(200);
            pass(EVERY.multipliedBy(4));
        }
        succeed(200);
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    @Test
    void aBudgetThatIsSpentFillsUpAgain() {
        for (int i = 0; i < 1_001; i++) {
            succeed(1);
        }
        assertThat(asked()).isEqualTo(new Permission.Refused(
                "shop has had its 1000 operations a minute (limits.operations-per-minute)"));
        pass(Duration.ofSeconds(1));
        assertThat(asked()).isEqualTo(new Permission.Full());
    }

    private Permission asked() {
        return governor.permission(LIGHT, false);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void succeed(int millis) {
        governor.finished(TestRuns.run(1, "orders", Instant.EPOCH, millis), EVERY, false);
    }

    private void fail(String kind, int times) {
        for (int i = 0; i < times; i++) {
            governor.finished(failed(kind), EVERY, false);
            nanos += TimeUnit.MILLISECONDS.toNanos(1);
        }
    }

    private static Run failed(String kind) {
        return TestRuns.run(1, "orders", Instant.EPOCH, new Outcome.Failed("nobody there"), Distribution.EMPTY,
                TestRuns.latencies(1), Map.of(kind, 1L));
    }
}
