package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.Failure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a request is sent again, and when not. */
class RetriesTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Retries retries = new Retries(new Random(7));

    private Optional<Duration> next(Kind kind, int tries) {
        return retries.next(kind, tries, 5, Optional.empty(), LONG);
    }

    @Test
    void waitsGrowAndAHalfOfThemIsChance() {
        for (int tries = 1; tries <= 5; tries++) {
            long full = 200L << (tries - 1);
            assertThat(next(Kind.STATUS_5XX, tries).orElseThrow()).isBetween(Duration.ofMillis(full / 2),
                    Duration.ofMillis(full));
        }
        assertThat(next(Kind.STATUS_5XX, 6)).isEmpty();
    }

    @Test
    void nobodyComesBackSoonerThanAskedOrLaterThanThereIsTime() {
        Optional<Duration> asked = Optional.of(Duration.ofSeconds(20));

        assertThat(retries.next(Kind.RATE_LIMITED, 1, 1, asked, LONG)).isEqualTo(asked);
        assertThat(retries.next(Kind.RATE_LIMITED, 1, 1, asked, Duration.ofSeconds(20))).isEmpty();
        assertThat(retries.next(Kind.RATE_LIMITED, 1, 1, Optional.empty(), Duration.ofMillis(50))).isEmpty();
        assertThat(retries.sent()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"RATE_LIMITED", "STATUS_5XX", "CONNECT"})
    void whatHasCostSomethingOrIsNoMatterOfTimeIsNotDoneAgain(Kind kind) {
        assertThat(next(kind, 1)).isEmpty();
    }

    @Test
    void allWorkersTogetherRetryTenAndAFifth() {
        IntStream.range(0, 100).forEach(_ -> retries.begin());

        assertThat(IntStream.range(0, 200).filter(_ -> next(Kind.CONNECT, 1).isPresent())).hasSize(10 + 20);
        assertThat(retries.sent()).isEqualTo(30);
    }
}
