package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptTests {

    private static final Series SERIES = new Series("system.processes", Labels.NONE);

    private final Turned clock = new Turned();
    private int reads;
    private boolean broken;
    private final Kept kept = new Kept(this::read, clock);

    @Test
    void readsEveryFiveSecondsAndTellsTheSameInBetween() throws IOException {
        assertThat(taken()).containsOnly(Map.entry("system.processes", 1.0));
        clock.forward(Duration.ofSeconds(4));
        assertThat(taken()).containsOnly(Map.entry("system.processes", 1.0));
        clock.forward(Duration.ofSeconds(1));
        assertThat(taken()).containsOnly(Map.entry("system.processes", 2.0));
    }

    @Test
    void afterAFailureNothingOldIsTold() throws IOException {
        taken();
        broken = true;
        clock.forward(Duration.ofSeconds(5));
        assertThatThrownBy(this::taken).isInstanceOf(IOException.class);
        assertThat(taken()).isEmpty();
    }

    private Map<String, Double> taken() throws IOException {
        Readings readings = new Readings(Instant.EPOCH);
        kept.read(readings);
        return Taken.by(readings);
    }

    private void read(Readings readings) throws IOException {
        if (broken) {
            throw new IOException("gone");
        }
        readings.add(SERIES, ++reads);
    }
}
