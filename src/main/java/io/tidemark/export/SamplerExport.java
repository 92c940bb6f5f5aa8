package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.alert.AlertChange;
import io.tidemark.collect.Listener;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Source.Kind;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the sampling itself is doing, by source. Probes tell the same of their runs, so they are not repeated here. */
final class SamplerExport implements Listener, Contributor {

    private final Map<String, Totals> totals = new LinkedHashMap<>();

    SamplerExport(Sources sources) {
        sources.all().stream().filter(source -> source.description().kind() == Kind.SAMPLER).map(Source::name)
                .forEach(name -> totals.put(name, new Totals(Labels.of("source", name))));
    }

    @Override
    public void accepted(@Nullable Observation observation, List<Judgement> judgements, List<AlertChange> changes) {
        Totals source = observation == null ? null : totals.get(observation.source());
        if (observation != null && source != null) {
            source.add(observation);
        }
    }

    @Override
    public void contribute(Families families) {
        totals.values().forEach(source -> source.contribute(families));
    }

    private static final class Totals {

        private final Labels labels;
        private long taken;
        private double seconds;
        private long failures;
        private long skipped;
        private double lastSuccess = Double.NaN;

        Totals(Labels labels) {
            this.labels = labels;
        }

        synchronized void add(Observation observation) {
            switch (observation.outcome()) {
                case Outcome.Succeeded _ -> lastSuccess = observation.at().toEpochMilli() / 1e3;
                case Outcome.Failed _,Outcome.TimedOut _,Outcome.Violated _ -> failures++;
                case Outcome.Skipped _ -> {
                    skipped++;
                    return;
                }
            }
            taken++;
            seconds += observation.took().toNanos() / 1e9;
        }

        synchronized void contribute(Families families) {
            families.summary("tidemark_collector_duration_seconds", "Time it took to read a source", labels, taken,
                    seconds);
            families.counter("tidemark_collector_failures", "Times a source could not be read", labels, failures);
            families.counter("tidemark_collector_skipped", "Times a source was not read because it was still busy",
                    labels, skipped);
            families.gauge("tidemark_collector_last_success_timestamp_seconds", "When a source was last read", labels,
                    lastSuccess);
        }
    }
}
