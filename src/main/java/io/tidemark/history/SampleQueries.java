package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.journal.Columns;
import io.tidemark.history.store.Coverage;
import io.tidemark.history.window.LatestReadings;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Answers questions for series and their points from memory, journal and store. */
final class SampleQueries {

    /** Of those that are chosen for ranges shorter than it. */
    private static final long LONGEST_STEP = 86_400_000;

    private final String instance;
    private final UnwrittenSamples unwritten;
    private final LatestReadings readings;
    private final StoreGate gate;
    private final ProbeCatalog probes;
    private final ProbePoints probePoints;
    private final Function<String, Optional<Metric>> metrics;

    SampleQueries(String instance, UnwrittenSamples unwritten, LatestReadings readings, RunQueries runs, StoreGate gate,
            Function<String, Optional<Metric>> metrics) {
        this.instance = instance;
        this.unwritten = unwritten;
        this.readings = readings;
        this.gate = gate;
        this.probes = new ProbeCatalog(readings, runs, gate);
        this.probePoints = new ProbePoints(runs, new TieredRuns(runs, gate), gate);
        this.metrics = metrics;
    }

    List<Series> series(SeriesSelector selector) {
        Set<Series> all = new TreeSet<>(Comparator.comparing(Series::toString));
        if (ProbeSeries.isProbeMeasure(selector.metric())) {
            probes.addTo(all, selector);
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
        // Memory first, then the journal, then the store: what moves on meanwhile is seen twice, never not at all.
        Columns recent = unwritten.between(query.selector()::matches, from(query), query.end().toEpochMilli());
        boolean storeMayKnow = query.start().toEpochMilli() < unwritten.oldestMillis();
        Set<Series> series = new TreeSet<>(Comparator.comparing(Series::toString));
        series.addAll(recent.bySeries().keySet());
        if (storeMayKnow) {
            gate.ask(store -> store.series(instance, query.selector().metric())).stream()
                    .filter(query.selector()::matches).forEach(series::add);
        }
        Stepping stepping = Stepping.of(query, aggregation, series.size());
        return storeMayKnow ? fromStore(stepping, series, recent) : points(stepping, series, recent, List.of());
    }

    private List<SeriesPoints> fromStore(Stepping stepping, Set<Series> series, Columns recent) {
        while (true) {
            Coverage coverage = coverage(stepping);
            List<SeriesPoints> points = points(stepping, series, recent, TierPlan.of(stepping.start(), stepping.end(),
                    stepping.tier(), coverage, recent.hours()));
            Coverage after = coverage(stepping);
            if (after.rawFrom() == coverage.rawFrom() && after.minutesFrom() == coverage.minutesFrom()) {
                return points;
            }
            // Something may have been removed that the plan counted on.
        }
    }

    private Coverage coverage(Stepping stepping) {
        return gate.ask(store -> store.sampleRollups().coverage(instance, Instant.ofEpochMilli(stepping.start()),
                Instant.ofEpochMilli(stepping.end())));
    }

    private List<SeriesPoints> points(Stepping stepping, Set<Series> series, Columns recent, List<TierPlan.Span> plan) {
        TieredSamples samples = new TieredSamples(instance, gate, stepping.start(), stepping.end(), plan);
        List<SeriesPoints> answer = new ArrayList<>();
        for (Series one : series) {
            Stepping.Collector collector = stepping.collector();
            samples.show(one, recent.bySeries().get(one), collector);
            List<Point> points = collector.points();
            if (!points.isEmpty()) {
                answer.add(new SeriesPoints(one, points));
            }
        }
        return answer;
    }

    private List<SeriesPoints> ofProbes(SampleQuery query, Aggregation aggregation) {
        List<SeriesPoints> answer = new ArrayList<>();
        List<Series> series = series(query.selector());
        Stepping stepping = Stepping.of(query, aggregation, series.size());
        for (Series one : series) {
            List<Point> points = probePoints.of(one, stepping);
            if (!points.isEmpty()) {
                answer.add(new SeriesPoints(one, points));
            }
        }
        return answer;
    }

    /** The first of the steps that are chosen may begin before the start. */
    private static long from(SampleQuery query) {
        long start = query.start().toEpochMilli();
        return query.step() == null ? start - Math.max(query.end().toEpochMilli() - start, LONGEST_STEP) : start;
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
