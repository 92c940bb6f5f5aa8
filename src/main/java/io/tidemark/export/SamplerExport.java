package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.collect.Tally;
import io.tidemark.metric.Overhead;
import io.tidemark.metric.Source;
import io.tidemark.metric.Source.Kind;
import io.tidemark.metric.Sources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How the sampling itself is doing, by source, and what all of it costs; what each costs is in REST. Probes tell the same of
 * their runs, so they are not repeated here.
 */
final class SamplerExport implements Contributor {

    private final Map<Source, Labels> samplers = new LinkedHashMap<>();
    private final Function<String, Tally> tallies;
    private final Overhead overhead;

    /** @param tallies by name of the source */
    SamplerExport(Sources sources, Function<String, Tally> tallies, Overhead overhead) {
        this.tallies = tallies;
        this.overhead = overhead;
        sources.all().stream().filter(source -> source.description().kind() == Kind.SAMPLER)
                .forEach(source -> samplers.put(source, Labels.of("source", source.name())));
    }

    @Override
    public void contribute(Families families) {
        samplers.forEach((source, labels) -> contribute(families, source, labels));
        families.gauge("tidemark_sampling_overhead_ratio", "Share of one core the reading of sources used lately",
                Labels.EMPTY, overhead.now().used());
    }

    private void contribute(Families families, Source source, Labels labels) {
        Tally tally = tallies.apply(source.name());
        families.summary("tidemark_collector_duration_seconds", "Time it took to read a source", labels,
                tally.taken(), tally.took().toNanos() / 1e9);
        families.counter("tidemark_collector_failures", "Times a source could not be read", labels,
                tally.failures());
        families.counter("tidemark_collector_skipped", "Times a source was not read because it was still busy",
                labels, tally.skipped());
        families.gauge("tidemark_collector_last_success_timestamp_seconds", "When a source was last read", labels,
                tally.lastSuccess() == null ? Double.NaN : tally.lastSuccess().toEpochMilli() / 1e3);
    }
}
