package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.TierPlan.Kind;
import io.tidemark.history.TierPlan.Span;
import io.tidemark.history.store.Coverage;
import io.tidemark.history.store.OrderedSamples;
import io.tidemark.history.store.RunSummary;
import io.tidemark.history.store.Tier;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Points of probe measures. An average over a step is the measure of all its runs together; every other aggregation is
 * over one value a run or, where the runs were removed, one value a minute or hour.
 */
final class ProbePoints {

    private final RunQueries runs;
    private final TieredRuns tiered;
    private final StoreGate gate;

    ProbePoints(RunQueries runs, TieredRuns tiered, StoreGate gate) {
        this.runs = runs;
        this.tiered = tiered;
        this.gate = gate;
    }

    List<Point> of(Series series, Stepping stepping) {
        boolean together = stepping.aggregation() == Aggregation.AVG;
        if (together && !stepping.finest()) {
            return merged(series, stepping);
        }
        OrderedSamples values = values(series, stepping);
        if (together && values.size() > stepping.most()) {
            return merged(series, stepping);
        }
        Stepping.Collector collector = stepping.collector();
        values.drainTo(collector);
        return collector.points();
    }

    private List<Point> merged(Series series, Stepping stepping) {
        Map<Long, RunFigures> steps = new TreeMap<>();
        try (LatencyReader reader = new LatencyReader()) {
            tiered.show(ProbeSeries.probe(series), Instant.ofEpochMilli(stepping.start()),
                    Instant.ofEpochMilli(stepping.end()), Tier.fitting(stepping.start(), stepping.stepMillis()),
                    run -> steps.computeIfAbsent((run.startMillis() - stepping.start()) / stepping.stepMillis(),
                            _ -> new RunFigures(series, reader)).add(run));
        }
        List<Point> points = new ArrayList<>();
        steps.forEach((step, figures) -> figures.value().ifPresent(value -> points
                .add(new Point(Instant.ofEpochMilli(stepping.start() + step * stepping.stepMillis()), value))));
        return points;
    }

    /** One value a run, where there are runs. */
    private OrderedSamples values(Series series, Stepping stepping) {
        OrderedSamples values = new OrderedSamples(stepping.start(), stepping.end());
        TreeSet<Long> waiting = new TreeSet<>();
        for (Run run : runs.pending(ProbeSeries.probe(series))) {
            waiting.add(Tier.HOURS.floor(run.startedAt().toEpochMilli()));
            ProbeSeries.value(series, run).ifPresent(value -> values.sample(run.startedAt().toEpochMilli(), value));
        }
        Coverage coverage = gate.ask(store -> store.runRollups().coverage(Instant.ofEpochMilli(stepping.start()),
                Instant.ofEpochMilli(stepping.end())));
        for (Span span : TierPlan.of(stepping.start(), stepping.end(), Tier.RAW, coverage, waiting)) {
            Instant from = Instant.ofEpochMilli(Math.max(span.from(), stepping.start()));
            Instant to = Instant.ofEpochMilli(Math.min(span.to() - 1, stepping.end()));
            if (span.kind() == Kind.RAW) {
                gate.ask(store -> {
                    store.values(series, from, to.plusNanos(999_999), values);
                    return true;
                });
            } else {
                summaries(series, from, to, values);
            }
        }
        return values;
    }

    private void summaries(Series series, Instant from, Instant to, OrderedSamples values) {
        try (LatencyReader reader = new LatencyReader()) {
            tiered.show(ProbeSeries.probe(series), from, to, Tier.RAW, run -> value(series, run, reader, values));
        }
    }

    private static void value(Series series, RunSummary run, LatencyReader reader, OrderedSamples values) {
        RunFigures figures = new RunFigures(series, reader);
        figures.add(run);
        figures.value().ifPresent(value -> values.sample(run.startMillis(), value));
    }
}
