package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.history.Readings;
import io.tidemark.metric.Metric;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sources;
import java.util.List;

/**
 * The newest results of other tools, of the names that are listed one by one: those of a pattern may be a thousand. Of
 * their figures those that every tool may have.
 */
record ResultExport(Readings readings, Sources sources) implements Contributor {

    private static final List<Exported> MEASURES = ProbeMeasure.ofResults().stream().map(Exported::of).toList();

    /** A measure with its names, which need not be made at each scrape. */
    private record Exported(String measure, String name, String help) {

        static Exported of(ProbeMeasure measure) {
            Metric metric = measure.metric();
            String name = PrometheusNames.of(Metric.gauge("result." + measure.measure(), metric.unit(),
                    metric.better(), metric.description()));
            return new Exported(measure.measure(), name, metric.description() + ", of the last result");
        }
    }

    @Override
    public void contribute(Families families) {
        sources.results().exact().forEach(name -> readings.lastRun(name).ifPresent(run -> add(families, run)));
    }

    private static void add(Families families, Run run) {
        Labels labels = Labels.of("result", run.probe());
        families.gauge("tidemark_result_timestamp_seconds", "When the last result came", labels,
                run.startedAt().toEpochMilli() / 1e3);
        for (Exported exported : MEASURES) {
            ProbeMeasure.value(run, exported.measure(), io.tidemark.metric.Labels.NONE)
                    .ifPresent(value -> families.gauge(exported.name(), exported.help(), labels, value));
        }
    }
}
