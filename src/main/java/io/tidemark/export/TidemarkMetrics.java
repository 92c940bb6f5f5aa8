package io.tidemark.export;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/** Everything Tidemark tells Prometheus, made from the newest readings in memory; a scrape measures nothing. */
final class TidemarkMetrics implements MultiCollector {

    private final List<Contributor> contributors;

    TidemarkMetrics(List<Contributor> contributors) {
        this.contributors = List.copyOf(contributors);
    }

    @Override
    public MetricSnapshots collect() {
        Families families = new Families();
        contributors.forEach(contributor -> contributor.contribute(families));
        return families.snapshots();
    }
}
