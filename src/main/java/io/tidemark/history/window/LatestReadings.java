package io.tidemark.history.window;

import io.tidemark.history.Readings;
import io.tidemark.history.Standing;
import io.tidemark.history.Window;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the newest values and the held windows; a series that has not been seen for an hour is forgotten. */
public final class LatestReadings implements Readings {

    private static final Duration FORGOTTEN = Duration.ofHours(1);
    /** What a source no longer reports (a device that left) is not exported for longer than this. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final SampledReadings sampled;
    private final Map<String, Observation> observations = new ConcurrentHashMap<>();
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Wishes wishes;
    private final HeldRuns heldRuns;
    private final ProbeCourses probes = new ProbeCourses();
    private volatile Instant nextSweep = Instant.MIN;

    /** @param metrics by name; of one that nobody has declared it is not learnt what is usual */
    public LatestReadings(Function<String, Optional<Metric>> metrics) {
        // Nobody reads anything back, and so nobody waits for it.
        this(metrics, new Wishes(() -> 0, Duration.ZERO));
    }

    /**
     * @param metrics by name; of one that nobody has declared it is not learnt what is usual
     * @param wishes is told which windows lack what was seen before
     */
    public LatestReadings(Function<String, Optional<Metric>> metrics, Wishes wishes) {
        this.wishes = wishes;
        this.sampled = new SampledReadings(metrics, wishes);
        this.heldRuns = new HeldRuns(wishes);
    }

    /** Takes an observation in. */
    public void accept(Observation observation) {
        if (!(observation.outcome() instanceof Outcome.Skipped)) {
            observation.samples().forEach(sample -> sampled.take(observation.source(), sample));
            observation.run().ifPresent(run -> {
                runs.put(run.probe(), run);
                heldRuns.add(run);
                probes.add(run);
            });
        }
        observations.put(observation.source(), observation);
        sweep(observation.at());
    }

    @Override
    public List<Reading> latest(SeriesSelector selector) {
        return ProbeSeries.isProbeMeasure(selector.metric()) ? ofProbes(selector) : sampled.latest(selector);
    }

    @Override
    public Collection<Reading> all() {
        return sampled.all().filter(this::isCurrent).toList();
    }

    /** By its own source, so that one source with a wrong instant does not hide the others. */
    private boolean isCurrent(Reading reading) {
        Observation newest = observations.get(reading.source());
        return newest == null || !reading.at().plus(STALE).isBefore(newest.at());
    }

    @Override
    public Optional<Observation> lastObservation(String source) {
        return Optional.ofNullable(observations.get(source));
    }

    @Override
    public Optional<Run> lastRun(String probe) {
        return Optional.ofNullable(runs.get(probe));
    }

    /** The newest run of every probe seen since the start. */
    public Collection<Run> lastRuns() {
        return runs.values();
    }

    /** Sampled series seen since the start, as far as they are not forgotten. */
    public List<Series> series(SeriesSelector selector) {
        return sampled.series(selector);
    }

    @Override
    public void hold(SeriesSelector selector, Duration length) {
        if (ProbeSeries.isProbeMeasure(selector.metric())) {
            heldRuns.hold(selector, length, runs.values());
        } else {
            sampled.hold(selector, length);
        }
    }

    @Override
    public void release(SeriesSelector selector, Duration length) {
        if (ProbeSeries.isProbeMeasure(selector.metric())) {
            heldRuns.release(selector, length);
        } else {
            sampled.release(selector, length);
        }
    }

    @Override
    public Optional<Window> window(Series series, Duration length, Instant now) {
        return ProbeSeries.isProbeMeasure(series.metric())
                ? heldRuns.window(series, length, now)
                : sampled.window(series, length, now);
    }

    @Override
    public Optional<Window> undisturbed(Series series, Duration length, Instant now) {
        return heldRuns.undisturbed(series, length, now);
    }

    @Override
    public boolean isBeingRead(Series series, Duration length) {
        return wishes.isAwaited(series) && !isWhole(series, length);
    }

    @Override
    public boolean isWhole(Series series, Duration length) {
        return ProbeSeries.isProbeMeasure(series.metric())
                ? heldRuns.isWhole(series, length.toMillis())
                : sampled.isWhole(series, length.toMillis());
    }

    /** What was seen before and the window of a series does not hold; null when nothing is missing. */
    @Nullable
    Stretch lack(Series series) {
        return ProbeSeries.isProbeMeasure(series.metric()) ? heldRuns.lack(series) : sampled.lack(series);
    }

    SampledReadings sampled() {
        return sampled;
    }

    HeldRuns heldRuns() {
        return heldRuns;
    }

    @Override
    public List<Standing> standings(Instant from, Instant to) {
        return Stream.concat(probes.standings(from, to).stream(), sampled.standings(from, to)).toList();
    }

    private List<Reading> ofProbes(SeriesSelector selector) {
        List<Reading> readings = new ArrayList<>();
        runs.values().stream().filter(run -> ProbeSeries.mayMatch(selector, run.probe()))
                .forEach(run -> ProbeSeries.matching(selector, run).forEach(series -> ProbeSeries.value(series, run)
                        .ifPresent(value -> readings.add(new Reading(series, run.probe(), run.startedAt(), value)))));
        return readings;
    }

    private void sweep(Instant now) {
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(STALE);
        sampled.sweep(now, FORGOTTEN);
    }
}
