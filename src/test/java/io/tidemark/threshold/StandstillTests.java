package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that was stopped for a minute neither fires nor resolves anything by having seen nothing meanwhile. */
class StandstillTests {

    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);

    private final SettableClock clock = new SettableClock();
    private final FakeReadings readings = new FakeReadings();
    private final Sources sources = RuleBooks.sources();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            system.load.1m present within 20s | 1 | OK
            system.load.1m < 4 no data breach | 1 | OK
            system.load.1m < 4                | 1 | OK
            system.load.1m < 4                | 9 | BREACHED
            system.load.1m < 4 for 30s        | 9 | BREACHED pending
            """)
    void saysAfterAStandstillWhatItSaidBefore(String rule, double value, String word) {
        LiveThresholds thresholds = new LiveThresholds(List.of(Rules.parse(House.rule(rule), sources)), sources,
                readings, clock, new LivedTime(clock));
        for (int second = 0; second < 10; second++) {
            see(thresholds, value);
        }
        assertThat(word(thresholds)).isEqualTo(word);

        clock.passSeconds(60);
        assertThat(thresholds.due(clock.instant())).isEmpty();
        assertThat(word(thresholds)).isEqualTo(word);
        see(thresholds, value);
        assertThat(word(thresholds)).isEqualTo(word);
    }

    /** What a window held before a standstill is as old as it is; before the clock was set, nobody knows. */
    @Test
    void onlyASetClockLosesWhatWindowsHold() {
        LiveThresholds thresholds = new LiveThresholds(
                List.of(Rules.parse(House.rule("max(system.load.1m, 30s) < 4"), sources)), sources, readings, clock,
                new LivedTime(clock), clock);
        see(thresholds, 9);
        clock.passSeconds(60);
        see(thresholds, 1);
        assertThat(word(thresholds)).isEqualTo("OK");

        see(thresholds, 9);
        clock.step(Duration.ofHours(1));
        see(thresholds, 1);
        assertThat(word(thresholds)).isEqualTo("INCONCLUSIVE");
        for (int second = 0; second < 31; second++) {
            see(thresholds, 1);
        }
        assertThat(word(thresholds)).isEqualTo("OK");
    }

    private void see(LiveThresholds thresholds, double value) {
        Observation seen = Observation.of("here", "system.memory", clock.instant(), Duration.ZERO,
                List.of(new Sample(LOAD, clock.instant(), value)));
        readings.append(seen);
        thresholds.judge(seen);
        thresholds.due(clock.instant());
        clock.passSeconds(1);
    }

    private static String word(LiveThresholds thresholds) {
        return Optional.of(thresholds.current()).map(List::getFirst).map(House::word).orElseThrow();
    }
}
