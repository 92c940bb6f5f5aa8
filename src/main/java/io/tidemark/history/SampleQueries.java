package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.journal.Columns;
import io.tidemark.history.store.Store;
import io.tidemark.history.window.LatestReadings;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers questions for series and their points from memory, journal and store. */
final class SampleQueries {

    /** Rows of one answer, whatever the number of its series. */
    private static final int MOST_ROWS = 10 * SampleQuery.MAX_POINTS;

    private final String instance;
    private final UnwrittenSamples unwritten;
    private final LatestReadings readings;
    private final RunQueries runs;
    private final StoreGate gate;
    private final Function<String, Optional<Metric>> metrics;

    SampleQueries(String instance, UnwrittenSamples unwritten, LatestReadings readings, RunQueries runs, StoreGate gate,
            Function<String, Optional<Metric>> metrics) {
        this.instance = instance;
        this.unwritten = unwritten;
        this.readings = readings;
        this.runs = runs;
        this.gate = gate;
        this.metrics = metrics;
    }

    List<Series> series(SeriesSelector selector) {
        Set<Series> all = new TreeSet<>(Comparator.comparing(Series::toString));
        if (ProbeSeries.isProbeMeasure(selector.metric())) {
            newestRuns(selector).forEach(run -> ProbeSeries.matching(selector, run).stream()
                    .filter(series -> has(run, series)).forEach(all::add));
        } else {
            all.addAll(readings.series(selector));
            unwritten.addSeries(selector::matches, all);
            gate.ask(store -> store.series(instance, selector.metric())).stream().filter(selector::matches)
                    .forEach(all::add);
        }
        return List.copyOf(all);
    }

    List<SeriesPoints> samples(SampleQuery query) {
        Aggregation aggregation = aggregation(query);
        return ProbeSeries.isProbeMeasure(query.selector().metric())
                ? ofProbes(query, aggregation)
                : ofSamplers(query, aggregation);
    }

    private List<SeriesPoints> ofSamplers(SampleQuery query, Aggregation aggregation) {
        long from = query.start().toEpochMilli();
        long to = query.end().toEpochMilli();
        // Memory first, then the journal, then the store: what moves on meanwhile is seen twice, never not at all.
        Columns recent = unwritten.between(query.selector()::matches, from, to);
        boolean storeMayKnow = from < unwritten.oldestMillis();
        Set<Series> series = new TreeSet<>(Comparator.comparing(Series::toString));
        series.addAll(recent.bySeries().keySet());
        if (storeMayKnow) {
            gate.ask(store -> store.series(instance, query.selector().metric())).stream()
                    .filter(query.selector()::matches).forEach(series::add);
        }
        return points(query, series, aggregation, one -> {
            PointList points = new PointList(from, to);
            if (storeMayKnow) {
                gate.ask(store -> {
                    store.samples(instance, one, query.start(), query.end(), points);
                    return true;
                });
            }
            var column = recent.bySeries().get(one);
            for (int i = 0; column != null && i < column.size(); i++) {
                points.sample(column.millis(i), column.value(i));
            }
            return points;
        });
    }

    private List<SeriesPoints> ofProbes(SampleQuery query, Aggregation aggregation) {
        long from = query.start().toEpochMilli();
        long to = query.end().toEpochMilli();
        Map<String, List<Run>> pending = new HashMap<>();
        return points(query, series(query.selector()), aggregation, one -> {
            PointList points = new PointList(from, to);
            String probe = ProbeSeries.probe(one);
            for (Run run : pending.computeIfAbsent(probe, runs::pending)) {
                ProbeSeries.value(one, run)
                        .ifPresent(value -> points.sample(run.startedAt().toEpochMilli(), value));
            }
            gate.ask(store -> {
                store.values(one, query.start(), query.end(), points);
                return true;
            });
            return points;
        });
    }

    private List<SeriesPoints> points(SampleQuery query, Collection<Series> series, Aggregation aggregation,
            Function<Series, PointList> samples) {
        List<SeriesPoints> answer = new ArrayList<>();
        int most = Math.min(SampleQuery.MAX_POINTS, MOST_ROWS / Math.max(1, series.size()));
        Duration length = Duration.between(query.start(), query.end());
        if (query.step() != null && length.dividedBy(query.step()) > most) {
            throw new IllegalArgumentException("step " + query.step() + " gives more than " + MOST_ROWS + " rows for "
                    + series.size() + " series; a larger step or a narrower match is needed");
        }
        for (Series one : series) {
            List<Point> points = points(samples.apply(one), query, aggregation, query.step(), most);
            if (!points.isEmpty()) {
                answer.add(new SeriesPoints(one, points));
            }
        }
        return answer;
    }

    private static List<Point> points(PointList samples, SampleQuery query, Aggregation aggregation,
            @Nullable Duration step, int most) {
        if (step == null && samples.size() <= most) {
            return Steps.raw(samples, aggregation);
        }
        long millis = step == null
                ? ReadableSteps.smallest(query.start(), query.end(), most).toMillis()
                : Math.max(1, step.toMillis());
        return Steps.of(samples, query.start().toEpochMilli(), millis, aggregation);
    }

    private List<Run> newestRuns(SeriesSelector selector) {
        Map<String, Run> newest = new HashMap<>();
        readings.lastRuns().forEach(run -> newest.put(run.probe(), run));
        Set<String> probes = new LinkedHashSet<>(gate.ask(Store::probes));
        probes.removeAll(newest.keySet());
        for (String probe : probes) {
            if (ProbeSeries.mayMatch(selector, probe)) {
                runs.newest(probe, Long.MAX_VALUE, 1).forEach(run -> newest.put(probe, run));
            }
        }
        return newest.values().stream().filter(run -> ProbeSeries.mayMatch(selector, run.probe())).toList();
    }

    /** A probe whose last run failed still has a series of its latencies. */
    private static boolean has(Run run, Series series) {
        if (ProbeSeries.isLatency(series)) {
            return false;
        }
        boolean latency = ProbeMeasure.named(ProbeSeries.measure(series.metric()))
                .map(ProbeMeasure::isLatency).orElse(false);
        return latency || ProbeSeries.value(series, run).isPresent();
    }

    private Aggregation aggregation(SampleQuery query) {
        if (query.aggregation() != null) {
            return query.aggregation();
        }
        boolean counter = metrics.apply(query.selector().metric()).map(metric -> metric.kind() == Kind.COUNTER)
                .orElse(false);
        return counter ? Aggregation.RATE : Aggregation.AVG;
    }
}
