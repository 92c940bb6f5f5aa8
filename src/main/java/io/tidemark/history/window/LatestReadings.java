package io.tidemark.history.window;

import io.tidemark.history.Readings;
import io.tidemark.history.Standing;
import io.tidemark.history.Window;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps the newest values and the held windows; a series that has not been seen for an hour is forgotten. */
public final class LatestReadings implements Readings {

    private static final Duration FORGOTTEN = Duration.ofHours(1);
    /** What a source no longer reports (a device that left) is not exported for longer than this. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Map<String, Map<Series, SampledSeries>> sampled = new ConcurrentHashMap<>();
    private final Map<String, Observation> observations = new ConcurrentHashMap<>();
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private final Wishes wishes;
    private final HeldRuns heldRuns;
    private final ProbeCourses probes = new ProbeCourses();
    private final Function<String, Optional<Metric>> metrics;
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
        this.metrics = metrics;
        this.wishes = wishes;
        this.heldRuns = new HeldRuns(wishes);
    }

    /** Takes an observation in. */
    public void accept(Observation observation) {
        if (!(observation.outcome() instanceof Outcome.Skipped)) {
            observation.samples().forEach(sample -> take(observation.source(), sample));
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
        return ProbeSeries.isProbeMeasure(selector.metric()) ? ofProbes(selector) : ofSamplers(selector);
    }

    @Override
    public Collection<Reading> all() {
        return sampled.values().stream().flatMap(one -> one.values().stream()).map(SampledSeries::latest)
                .filter(this::isCurrent).toList();
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
        return sampled.getOrDefault(selector.metric(), Map.of()).keySet().stream().filter(selector::matches).toList();
    }

    @Override
    public void hold(SeriesSelector selector, Duration length) {
        if (ProbeSeries.isProbeMeasure(selector.metric())) {
            heldRuns.hold(selector, length, runs.values());
            return;
        }
        holds.add(new Hold(selector, length.toMillis()));
        sampled.getOrDefault(selector.metric(), Map.of()).forEach((series, state) -> {
            if (selector.matches(series)) {
                hold(series, state, length.toMillis());
            }
        });
    }

    private void hold(Series series, SampledSeries state, long millis) {
        if (state.hold(millis)) {
            wishes.add(series);
        }
    }

    @Override
    public void release(SeriesSelector selector, Duration length) {
        if (ProbeSeries.isProbeMeasure(selector.metric())) {
            heldRuns.release(selector, length);
            return;
        }
        holds.remove(new Hold(selector, length.toMillis()));
        sampled.getOrDefault(selector.metric(), Map.of()).forEach((series, state) -> {
            if (selector.matches(series)) {
                state.holdOnly(held(series));
            }
        });
    }

    @Override
    public Optional<Window> window(Series series, Duration length, Instant now) {
        if (ProbeSeries.isProbeMeasure(series.metric())) {
            return heldRuns.window(series, length, now);
        }
        return find(series).flatMap(state -> state.window(length.toMillis(), now));
    }

    private Optional<SampledSeries> find(Series series) {
        return Optional.ofNullable(sampled.getOrDefault(series.metric(), Map.of()).get(series));
    }

    @Override
    public boolean isBeingRead(Series series, Duration length) {
        return wishes.isAwaited(series) && !isWhole(series, length);
    }

    @Override
    public boolean isWhole(Series series, Duration length) {
        return ProbeSeries.isProbeMeasure(series.metric())
                ? heldRuns.isWhole(series, length.toMillis())
                : find(series).filter(state -> state.isWhole(length.toMillis())).isPresent();
    }

    /** What was seen before and the window of a series does not hold; null when nothing is missing. */
    @Nullable
    Stretch lack(Series series) {
        return ProbeSeries.isProbeMeasure(series.metric())
                ? heldRuns.lack(series)
                : find(series).map(SampledSeries::lack).orElse(null);
    }

    /** Puts what was read of a sampled series before what is held of it. */
    void precede(Series series, Stretch stretch, Ring past, long completeFrom) {
        find(series).ifPresent(state -> state.precede(stretch, past, completeFrom));
    }

    HeldRuns heldRuns() {
        return heldRuns;
    }

    @Override
    public Optional<Window> undisturbed(Series series, Duration length, Instant now) {
        return heldRuns.undisturbed(series, length, now);
    }

    @Override
    public List<Standing> standings(Instant from, Instant to) {
        List<Standing> standings = new ArrayList<>(probes.standings(from, to));
        sampled.values().forEach(metric -> metric.values().forEach(series -> {
            Standing standing = series.standing(from, to);
            if (standing != null) {
                standings.add(standing);
            }
        }));
        return standings;
    }

    private void take(String source, Sample sample) {
        Reading reading = new Reading(sample.series(), source, sample.at(), sample.value());
        Map<Series, SampledSeries> metric = sampled.computeIfAbsent(sample.series().metric(),
                _ -> new ConcurrentHashMap<>());
        SampledSeries known = metric.get(sample.series());
        if (known != null) {
            known.update(reading);
        } else {
            SampledSeries added = new SampledSeries(reading,
                    metrics.apply(sample.series().metric()).orElse(null));
            metric.put(sample.series(), added);
            // After the put, so that a window asked for meanwhile is not missed.
            hold(sample.series(), added, held(sample.series()));
        }
    }

    private long held(Series series) {
        return holds.stream().filter(hold -> hold.selector().matches(series)).mapToLong(Hold::millis).max().orElse(0);
    }

    private List<Reading> ofSamplers(SeriesSelector selector) {
        return sampled.getOrDefault(selector.metric(), Map.of()).values().stream().map(SampledSeries::latest)
                .filter(reading -> selector.matches(reading.series())).toList();
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
        sampled.values().forEach(
                metric -> metric.values().removeIf(state -> state.isForgotten(now, FORGOTTEN.toMillis())));
    }

    private record Hold(SeriesSelector selector, long millis) {}
}
