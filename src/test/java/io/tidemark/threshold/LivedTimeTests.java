package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivedTimeTests {

    private final SettableClock clock = new SettableClock();
    private final LivedTime lived = new LivedTime(clock);

    @Test
    void goesOnWithTheTickerWhileItIsAsked() {
        for (int second = 0; second < 90; second++) {
            clock.passSeconds(1);
            assertThat(lived.getAsLong()).isEqualTo(Duration.ofSeconds(second + 1L).toNanos());
        }
        assertThat(lived.getAsLong()).isEqualTo(Duration.ofSeconds(90).toNanos());
    }

    @Test
    void standsStillWithTheService() {
        clock.passSeconds(60);

        assertThat(lived.getAsLong()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void aClockThatIsSetIsNoStandstill() {
        clock.step(Duration.ofDays(-1));
        clock.passSeconds(1);

        assertThat(lived.getAsLong()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
