package io.tidemark.threshold;

import io.tidemark.history.History;
import io.tidemark.history.Journal;
import io.tidemark.history.LatencyHistory;
import io.tidemark.history.LatencyQuery;
import io.tidemark.history.Readings;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SeriesPoints;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.StoreStatus;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A history in plain lists, from the start of the tests' clock on. */
final class FakePast implements History {

    private final Map<Series, List<Point>> samples = new LinkedHashMap<>();
    private final List<Run> runs = new ArrayList<>();

    void sample(String source, Series series, long second, double value) {
        samples.computeIfAbsent(series, _ -> new ArrayList<>())
                .add(new Point(SettableClock.START.plusSeconds(second), value));
    }

    void run(String probe, long second, double millis) {
        runs.add(made(probe, second, new Outcome.Succeeded(), millis));
    }

    void take(Observation observation) {
        observation.run().ifPresent(runs::add);
    }

    Run made(String probe, long second, Outcome outcome, double millis) {
        Instant at = SettableClock.START.plusSeconds(second);
        boolean failed = outcome instanceof Outcome.Failed;
        return new Run(Ids.at(at) + runs.size() % 1000, "here", probe, "point-read", "shop-db", at, Duration.ZERO,
                Duration.ofSeconds(1), outcome, failed ? Map.of() : Map.of("read", House.latencies(millis)),
                failed ? Map.of("connect", House.latencies(1)) : Map.of(), failed ? Map.of("connect", 1L) : Map.of(),
                Map.of(), Map.of(), List.of(), Run.Cost.NONE, Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }

    List<Run> runsOf(String probe) {
        return runs.stream().filter(run -> run.probe().equals(probe)).toList();
    }

    @Override
    public List<Series> series(SeriesSelector selector) {
        return samples.keySet().stream().filter(selector::matches).toList();
    }

    @Override
    public List<SeriesPoints> samples(SampleQuery query) {
        return series(query.selector()).stream().map(series -> new SeriesPoints(series, points(series, query)))
                .filter(points -> !points.points().isEmpty()).toList();
    }

    private List<Point> points(Series series, SampleQuery query) {
        List<Point> within = samples.getOrDefault(series, List.of()).stream()
                .filter(p -> !p.at().isBefore(query.start()) && !p.at().isAfter(query.end())).toList();
        Duration step = query.step();
        if (step == null) {
            return within;
        }
        TreeMap<Instant, List<Double>> steps = new TreeMap<>();
        within.forEach(point -> steps.computeIfAbsent(query.start().plus(
                step.multipliedBy(Duration.between(query.start(), point.at()).dividedBy(step))),
                _ -> new ArrayList<>()).add(point.value()));
        return steps.entrySet().stream().map(entry -> new Point(entry.getKey(),
                entry.getValue().stream().mapToDouble(Double::doubleValue).average().orElseThrow())).toList();
    }

    @Override
    public List<Run> runs(String probe, long before, int limit) {
        return runs.stream().filter(run -> run.probe().equals(probe) && run.id() < before)
                .sorted(Comparator.comparingLong(Run::id).reversed()).limit(limit).toList();
    }

    @Override
    public Readings readings() {
        return new FakeReadings();
    }

    @Override
    public void append(Observation observation) {
        throw new UnsupportedOperationException("the past is over");
    }

    @Override
    public void flush() {
        throw new UnsupportedOperationException("the past is over");
    }

    @Override
    public Journal journal() {
        throw new UnsupportedOperationException("not asked");
    }

    @Override
    public Optional<Run> run(long id) {
        throw new UnsupportedOperationException("not asked");
    }

    @Override
    public LatencyHistory latency(LatencyQuery query) {
        throw new UnsupportedOperationException("not asked");
    }

    @Override
    public StoreStatus storeStatus() {
        throw new UnsupportedOperationException("not asked");
    }
}
