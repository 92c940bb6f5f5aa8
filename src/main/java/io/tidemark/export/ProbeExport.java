package io.tidemark.export;

import io.tidemark.alert.AlertChange;
import io.tidemark.collect.Listener;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Source.Kind;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the probes did since the start, counted run by run. */
final class ProbeExport implements Listener, Contributor {

    private final Map<String, ProbeTotals> totals = new LinkedHashMap<>();

    ProbeExport(Sources sources) {
        sources.all().stream().filter(source -> source.description().kind() == Kind.PROBE)
                .forEach(probe -> totals.put(probe.name(), new ProbeTotals(probe)));
    }

    @Override
    public void accepted(@Nullable Observation observation, List<Judgement> judgements, List<AlertChange> changes) {
        ProbeTotals probe = observation == null ? null : totals.get(observation.source());
        if (observation != null && probe != null) {
            probe.add(observation);
        }
    }

    @Override
    public void contribute(Families families) {
        totals.values().forEach(probe -> probe.contribute(families));
    }
}
