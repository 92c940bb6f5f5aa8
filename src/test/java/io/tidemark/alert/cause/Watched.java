package io.tidemark.alert.cause;

import io.tidemark.alert.Judgements;
import io.tidemark.history.window.LatestReadings;
import io.tidemark.metric.BusiestProcess;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Observation;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.probe.target.Vitals;
import io.tidemark.sampling.SamplingRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A machine whose readings go into the real memory of what is usual, while a clock is turned. */
final class Watched {

    static final String PROBE = "orders-read";
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static final int EVERY = 5;
    private static final Map<String, Metric> METRICS = Stream
            .of(SamplingRoom.metrics().values().stream().flatMap(Collection::stream),
                    ProbeMeasure.metrics().stream(),
                    Stream.of(Vitals.WAITING, Vitals.HIT_RATIO, Vitals.EVICTIONS, Vitals.CONNECTIONS, Vitals.COMMITS))
            .flatMap(Function.identity()).collect(Collectors.toMap(Metric::name, Function.identity(), (a, _) -> a));

    private final LatestReadings readings = new LatestReadings(name -> Optional.ofNullable(METRICS.get(name)));
    private final Map<Series, Double> totals = new HashMap<>();
    private final Random random = new Random(42);
    private final CauseFinder finder;
    Instant now = START;

    Watched(BusiestProcess busiest) {
        finder = new CauseFinder(readings, Diagnoses.all(), busiest);
    }

    Watched() {
        this(Optional::empty);
    }

    /**
     * How much of something there is.
     *
     * @param value of a gauge; of a counter what it gains in a second
     */
    record Level(Series series, double value) {}

    static Level level(String metric, double value, String... labels) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            values.put(labels[i], labels[i + 1]);
        }
        return new Level(new Series(metric, Labels.of(values)), value);
    }

    /** Lets time pass at these levels, give or take a fiftieth. */
    Watched during(Duration length, List<Level> levels) {
        for (Instant end = now.plus(length); now.isBefore(end); now = now.plusSeconds(EVERY)) {
            observe(Observation.of("test-1", "test", now, Duration.ZERO,
                    levels.stream().map(level -> new Sample(level.series, now, reading(level))).toList()));
        }
        return this;
    }

    private double reading(Level level) {
        double value = level.value * (1 + 0.02 * random.nextGaussian());
        return Objects.requireNonNull(METRICS.get(level.series.metric())).kind() == Kind.COUNTER
                ? totals.merge(level.series, EVERY * value, Double::sum)
                : value;
    }

    void observe(Observation observation) {
        readings.accept(observation);
    }

    /** Takes a real run in as if it had begun an interval after the one before. */
    void run(Observation observed) {
        run(observed, observed.run().orElseThrow().conditions());
    }

    /** The same as if the machine had been in these conditions. */
    void run(Observation observed, Conditions conditions) {
        now = now.plusSeconds(10);
        Run run = observed.run().orElseThrow();
        observe(Observation.of(new Run(run.id(), run.instance(), run.probe(), run.workload(), run.target(), now,
                run.took(), run.measured(), run.outcome(), run.operations(), run.failed(), run.errors(), run.phases(),
                run.measures(), run.violations(), run.cost(), conditions, run.course(), run.fence())));
    }

    /** Takes readings in as if they were of now. */
    void sampled(Observation observed) {
        observe(Observation.of(observed.instance(), observed.source(), now, observed.took(),
                observed.samples().stream().map(sample -> new Sample(sample.series(), now, sample.value())).toList()));
    }

    /** A rule on the probe's p95 breaks. */
    Causes breach() {
        return finder.apply(Judgements.breached("r", Labels.of("probe", PROBE), now));
    }
}
