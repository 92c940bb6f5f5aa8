package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.journal.Columns;
import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.journal.SegmentVisitor;
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
import java.util.HashSet;
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
    private final SegmentLog log;
    private final LatestReadings readings;
    private final StoreGate gate;
    private final ProbeCatalog probes;
    private final ProbePoints probePoints;
    private final Function<String, Optional<Metric>> metrics;

    SampleQueries(String instance, SegmentLog log, LatestReadings readings, RunQueries runs, StoreGate gate,
            Function<String, Optional<Metric>> metrics) {
        this.instance = instance;
        this.log = log;
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
            unwritten(selector, all);
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
        Columns recent = unwritten(query);
        boolean storeMayKnow = query.start().toEpochMilli() < log.segments().stream().mapToLong(Segment::firstMillis)
                .min().orElse(Long.MAX_VALUE);
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

    private Columns unwritten(SampleQuery query) {
        Columns columns = new Columns(query.selector()::matches);
        log.copyUnsealed(columns);
        long to = query.end().toEpochMilli();
        long start = query.start().toEpochMilli();
        // The first of the steps that are chosen may begin before the start.
        long from = query.step() == null ? start - Math.max(to - start, LONGEST_STEP) : start;
        for (Segment segment : log.sealed()) {
            if (segment.mayHoldSamplesOf(from, to)) {
                segment.read(0, columns);
            }
        }
        return columns;
    }

    /** Names alone: values of a whole journal would fill the memory. */
    private void unwritten(SeriesSelector selector, Set<Series> found) {
        Columns recent = new Columns(selector::matches);
        log.copyUnsealed(recent);
        found.addAll(recent.bySeries().keySet());
        Set<Series> seen = new HashSet<>(found);
        SegmentVisitor names = new SegmentVisitor() {
            @Override
            public void sample(Series series, long millis, double value) {
                if (seen.add(series) && selector.matches(series)) {
                    found.add(series);
                }
            }
        };
        log.sealed().forEach(segment -> segment.read(0, names));
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
