package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Gathers the points of one scrape by family. Of two points with the same labels the later one stays: one odd reading
 * must not cost the whole scrape.
 */
final class Families {

    private final Map<String, Family<?>> families = new LinkedHashMap<>();
    private final Map<String, MetricMetadata> known;

    /** @param known names met before, with their descriptions; takes those that are new */
    Families(Map<String, MetricMetadata> known) {
        this.known = known;
    }

    /** @param name without the suffix `_total`, which the text gets from its type */
    void counter(String name, String help, Labels labels, double value) {
        if (value >= 0) {
            family(name, help, CounterSnapshot::new).points.put(labels, new CounterDataPointSnapshot(value, labels,
                    null, 0));
        }
    }

    /** A whole number; exact up to 2^53. */
    void counter(String name, String help, Labels labels, long value) {
        counter(name, help, labels, (double) value);
    }

    /** A whole number; exact up to 2^53. */
    void gauge(String name, String help, Labels labels, long value) {
        gauge(name, help, labels, (double) value);
    }

    void gauge(String name, String help, Labels labels, double value) {
        if (!Double.isNaN(value)) {
            family(name, help, GaugeSnapshot::new).points.put(labels, new GaugeDataPointSnapshot(value, labels, null));
        }
    }

    /** @param counts of each bucket alone; one more than bounds, for what is beyond them */
    void histogram(String name, String help, Labels labels, double[] bounds, long[] counts, double sum) {
        this.<HistogramDataPointSnapshot>family(name, help, HistogramSnapshot::new).points.put(labels,
                new HistogramDataPointSnapshot(
                        buckets(bounds, counts), sum, labels, Exemplars.EMPTY, 0));
    }

    /** A sum and a count, for averages. */
    void summary(String name, String help, Labels labels, long count, double sum) {
        family(name, help, SummarySnapshot::new).points.put(labels, new SummaryDataPointSnapshot(count, sum,
                Quantiles.EMPTY, labels, Exemplars.EMPTY, 0));
    }

    /** @param name without the suffix `_info` */
    void info(String name, String help, Labels labels) {
        family(name, help, InfoSnapshot::new).points.put(labels, new InfoDataPointSnapshot(labels));
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.values().stream().map(Family::snapshot).toList());
    }

    // A name always comes with the same kind of point: each has one call that writes it.
    @SuppressWarnings("unchecked")
    private <P extends DataPointSnapshot> Family<P> family(String name, String help,
            BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> form) {
        return (Family<P>) families.computeIfAbsent(name, _ -> new Family<>(
                known.computeIfAbsent(name, _ -> new MetricMetadata(name, help)), form));
    }

    private static ClassicHistogramBuckets buckets(double[] bounds, long[] counts) {
        double[] closed = Arrays.copyOf(bounds, bounds.length + 1);
        closed[bounds.length] = Double.POSITIVE_INFINITY;
        return ClassicHistogramBuckets.of(closed, counts);
    }

    private record Family<P extends DataPointSnapshot>(MetricMetadata metadata, Map<Labels, P> points,
            BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> form) {

        Family(MetricMetadata metadata, BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> form) {
            this(metadata, new LinkedHashMap<>(), form);
        }

        MetricSnapshot snapshot() {
            return form.apply(metadata, points.values());
        }
    }
}
