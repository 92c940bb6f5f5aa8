package io.tidemark.history;

import io.tidemark.history.store.Distributions;
import io.tidemark.history.store.Distributions.Group;
import io.tidemark.history.store.RunSummary;
import io.tidemark.history.store.Store;
import io.tidemark.history.window.LatestReadings;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Knows the series of probe measures there are, by the newest run of each probe or, without any, its newest hour. */
final class ProbeCatalog {

    private final LatestReadings readings;
    private final RunQueries runs;
    private final StoreGate gate;

    ProbeCatalog(LatestReadings readings, RunQueries runs, StoreGate gate) {
        this.readings = readings;
        this.runs = runs;
        this.gate = gate;
    }

    void addTo(Collection<Series> all, SeriesSelector selector) {
        Set<String> rolledUp = new LinkedHashSet<>(gate.ask(store -> store.runRollups().probes()));
        for (Run run : newestRuns(selector)) {
            rolledUp.remove(run.probe());
            ProbeSeries.matching(selector, run).stream().filter(series -> has(run, series)).forEach(all::add);
        }
        for (String probe : rolledUp) {
            if (ProbeSeries.mayMatch(selector, probe)) {
                gate.ask(store -> store.runRollups().newest(probe))
                        .ifPresent(hour -> addTo(all, selector, probe, hour));
            }
        }
    }

    private static void addTo(Collection<Series> all, SeriesSelector selector, String probe, RunSummary hour) {
        Set<String> operations = new TreeSet<>();
        Set<String> phases = new TreeSet<>();
        Distributions.visit(hour.distributions(), (group, name, _) -> {
            if (group != Group.FAILED) {
                (group == Group.OPERATIONS ? operations : phases).add(name);
            }
        });
        try (LatencyReader reader = new LatencyReader()) {
            for (Series series : ProbeSeries.matching(selector, probe, operations, phases)) {
                RunFigures figures = new RunFigures(series, reader);
                figures.add(hour);
                if (figures.value().isPresent()) {
                    all.add(series);
                }
            }
        }
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
        Optional<ProbeMeasure> shared = ProbeMeasure.named(ProbeSeries.measure(series.metric()));
        return shared.map(ProbeMeasure::isLatency).orElse(false) || ProbeSeries.value(series, run).isPresent();
    }
}
