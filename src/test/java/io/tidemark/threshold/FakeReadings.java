package io.tidemark.threshold;

import io.tidemark.history.Readings;
import io.tidemark.history.Standing;
import io.tidemark.history.Window;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Readings that keep everything, in plain lists. */
final class FakeReadings implements Readings {

    final Map<SeriesSelector, Duration> held = new HashMap<>();
    /** Metrics of whose windows something is still being read back. */
    final Set<String> beingRead = new HashSet<>();
    boolean whole;
    private final Map<String, Map<Series, Reading>> latest = new HashMap<>();
    private final Map<Series, List<Sample>> samples = new HashMap<>();
    private final Map<String, List<Run>> runs = new HashMap<>();
    private final Map<String, Observation> observations = new HashMap<>();

    void append(Observation observation) {
        observations.put(observation.source(), observation);
        for (Sample sample : observation.samples()) {
            latest.computeIfAbsent(sample.series().metric(), _ -> new LinkedHashMap<>()).put(sample.series(),
                    new Reading(sample.series(), observation.source(), sample.at(), sample.value()));
            samples.computeIfAbsent(sample.series(), _ -> new ArrayList<>()).add(sample);
        }
        if (!(observation.outcome() instanceof Outcome.Skipped)) {
            observation.run()
                    .ifPresent(run -> runs.computeIfAbsent(run.probe(), _ -> new ArrayList<>()).add(run));
        }
    }

    @Override
    public List<Reading> latest(SeriesSelector selector) {
        return latest.getOrDefault(selector.metric(), Map.of()).values().stream()
                .filter(r -> selector.matches(r.series())).toList();
    }

    @Override
    public Collection<Reading> all() {
        return latest.values().stream().flatMap(m -> m.values().stream()).toList();
    }

    @Override
    public Optional<Observation> lastObservation(String source) {
        return Optional.ofNullable(observations.get(source));
    }

    @Override
    public Optional<Run> lastRun(String probe) {
        return Optional.ofNullable(runs.get(probe)).map(List::getLast);
    }

    @Override
    public List<Standing> standings(Instant from, Instant to) {
        return List.of();
    }

    @Override
    public void release(SeriesSelector selector, Duration length) {
        held.remove(selector, length);
    }

    @Override
    public void hold(SeriesSelector selector, Duration length) {
        held.merge(selector, length, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    @Override
    public Optional<Window> window(Series series, Duration length, Instant now) {
        Instant start = now.minus(length);
        if (series.metric().startsWith(ProbeMeasure.PREFIX)) {
            return probeWindow(series, start, now, _ -> true);
        }
        return window(samples.getOrDefault(series, List.of()).stream()
                .filter(s -> !s.at().isBefore(start) && !s.at().isAfter(now)).toList());
    }

    @Override
    public boolean isBeingRead(Series series, Duration length) {
        return beingRead.contains(series.metric());
    }

    @Override
    public boolean isWhole(Series series, Duration length) {
        return whole;
    }

    @Override
    public Optional<Window> undisturbed(Series series, Duration length, Instant now) {
        return probeWindow(series, now.minus(length), now, run -> !run.isDisturbed());
    }

    private Optional<Window> probeWindow(Series series, Instant start, Instant now, Predicate<Run> which) {
        TreeMap<String, String> others = new TreeMap<>(series.labels().values());
        others.remove("probe");
        Labels narrowed = new Labels(others);
        String measure = series.metric().substring(ProbeMeasure.PREFIX.length());
        List<Run> within = runs.getOrDefault(series.labels().get("probe"), List.of()).stream()
                .filter(which).filter(r -> !r.startedAt().isBefore(start) && !r.startedAt().isAfter(now)).toList();
        if (measure.equals("latency")) {
            List<Distribution> parts = within.stream()
                    .flatMap(r -> ProbeMeasure.distribution(r, narrowed).stream()).toList();
            Distribution merged = Distribution.merge(parts);
            return merged.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new FakeWindow.OfLatency(merged, within.getFirst().startedAt(),
                            within.getLast().startedAt()));
        }
        return window(within.stream().flatMap(r -> ProbeMeasure.value(r, measure, narrowed).stream()
                .mapToObj(v -> new Sample(series, r.startedAt(), v))).toList());
    }

    private static Optional<Window> window(List<Sample> samples) {
        return samples.isEmpty() ? Optional.empty() : Optional.of(new FakeWindow.OfSamples(samples));
    }
}
