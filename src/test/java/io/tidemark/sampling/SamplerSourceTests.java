package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerSourceTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Metric METRIC = Metric.gauge("system.one", Unit.ONE, Better.NEITHER, "One");
    private static final Series SERIES = Series.of(METRIC);

    private final Turned processor = new Turned();
    private final Budget budget = new Budget(0.01, new Turned(), processor);

    @Test
    void allSamplesOfAnObservationCarryOneInstant() {
        Observation seen = source(readings -> {
            readings.add(SERIES, 1);
            readings.add(SERIES, 2);
        }).observe();

        assertThat(seen.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(seen.at()).isEqualTo(NOW);
        assertThat(seen.samples()).hasSize(2).allMatch(sample -> sample.at().equals(NOW));
    }

    @Test
    void whatCannotBeReadIsLeftOutAndTheRestStays() {
        Observation seen = source(readings -> {
            readings.add(SERIES, Double.NaN);
            readings.addPositive(SERIES, 0);
            readings.part(() -> {
                throw new IllegalStateException("this part is broken");
            });
            readings.add(SERIES, 3);
            throw new IOException("and so is the end");
        }).observe();

        assertThat(seen.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(seen.samples()).singleElement().satisfies(sample -> assertThat(sample.value()).isEqualTo(3));
    }

    @Test
    void nothingAtAllIsAFailureWithItsReason() {
        Observation seen = source(_ -> {
            throw new IOException("/proc/one (Permission denied)");
        }).observe();

        assertThat(seen.outcome()).isEqualTo(
                new Outcome.Failed("system.one could not be read: /proc/one (Permission denied)"));
        assertThat(seen.samples()).isEmpty();
    }

    @Test
    void aLibraryThatCannotBeLoadedIsAFailureToo() {
        assertThat(source(_ -> {
            throw new NoClassDefFoundError();
        }).observe().outcome()).isEqualTo(new Outcome.Failed("system.one could not be read: NoClassDefFoundError"));
    }

    @Test
    void nothingToSeeIsNoFailure() {
        assertThat(source(_ -> {}).observe().outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void countsTheProcessorTimeOfItsReadings() {
        Source source = source(_ -> processor.forward(Duration.ofMillis(3)));
        source.observe();
        source.observe();
        assertThat(source.spent()).contains(Duration.ofMillis(6));
    }

    private Source source(Reading reading) {
        return new SamplerSource(new Sampler() {
            @Override
            public String name() {
                return "system.one";
            }

            @Override
            public List<Metric> metrics() {
                return List.of(METRIC);
            }

            @Override
            public void read(Readings readings) throws IOException {
                reading.read(readings);
            }
        }, budget.pace(Duration.ofSeconds(1), false), new InstanceName("here"), () -> NOW);
    }

    private interface Reading {
        void read(Readings readings) throws IOException;
    }
}
