package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.engine.Faults;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Pace;
import io.tidemark.probe.engine.Profile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a run would do is told in words. */
class SpokenLoadTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void tellsOfAPlainRun() {
        assertThat(SpokenLoad.of(Load.closed(5, 500, 50, 1_000, MINUTE))).containsEntry("workers", "5")
                .containsEntry("pace", "each worker's next operation begins when its last one has ended")
                .containsEntry("profile", "the same from beginning to end").containsEntry("length", "500 operations")
                .containsEntry("warmup", "50 operations").containsEntry("deadline", "1m")
                .containsEntry("longest call", "5s").containsEntry("faults", "none");
    }

    @Test
    void tellsOfArrivalsThatRise() {
        Load load = load(new Pace.Open(12.5), new Profile.Stress(200, 10, Duration.ofMillis(50)), Faults.NONE);
        assertThat(SpokenLoad.of(load)).containsEntry("pace", "12.5 arrivals per second")
                .containsEntry("profile", "rises to 200 in 10 equal steps until p95 is above 50ms, then as usual until"
                        + " it has recovered")
                .containsEntry("length", "500 operations or 10s, whichever ends first")
                .containsEntry("warmup", "20 operations and as many more as it takes until latencies have settled");
    }

    @Test
    void tellsOfPausesAndFaults() {
        Load load = load(new Pace.Closed(Duration.ofMillis(100)), new Profile.Spike(30),
                new Faults(0.07, 0.5, Duration.ofMillis(100), 0.01));
        assertThat(SpokenLoad.of(load))
                .containsEntry("pace", "each worker's next operation begins when its last one has ended, after a pause"
                        + " of 100ms")
                .containsEntry("profile", "rises to 30 at once, then as usual until it has recovered")
                .containsEntry("faults", "7 % fail, 50 % take 100ms longer, 1 % lose their connection");
        assertThat(SpokenLoad.of(load(new Pace.Open(1), new Profile.Ramp(4, 2), Faults.NONE)))
                .containsEntry("profile", "rises to 4 in 2 equal steps");
    }

    private static Load load(Pace pace, Profile profile, Faults faults) {
        return new Load(5, 5, pace, profile, new Load.Length(500, Duration.ofSeconds(10)), new Load.Warmup(20, true),
                1_000, MINUTE, faults);
    }
}
