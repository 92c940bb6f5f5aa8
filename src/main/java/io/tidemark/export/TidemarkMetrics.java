package io.tidemark.export;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Everything Tidemark tells Prometheus, made from the newest readings in memory; a scrape measures nothing. */
final class TidemarkMetrics implements MultiCollector {

    private final List<Contributor> contributors;
    /** Names and descriptions do not change, and checking them anew would cost at every scrape. */
    private final Map<String, MetricMetadata> known = new ConcurrentHashMap<>();

    TidemarkMetrics(List<Contributor> contributors) {
        this.contributors = List.copyOf(contributors);
    }

    @Override
    public MetricSnapshots collect() {
        Families families = new Families(known);
        contributors.forEach(contributor -> contributor.contribute(families));
        return families.snapshots();
    }
}
