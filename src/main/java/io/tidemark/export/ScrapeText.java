package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a scrape, byte for byte as the client library does but several times faster: the library checks each name at
 * every sample and encodes text piece by piece, which was a third of a scrape. What is rare (exemplars, time stamps,
 * native histograms, state sets, two metrics of one name) is left to the library.
 */
final class ScrapeText {

    private final StringBuilder text;
    private final boolean openMetrics;
    private String family = "";

    private ScrapeText(boolean openMetrics, int size) {
        this.openMetrics = openMetrics;
        this.text = new StringBuilder(size);
    }

    /**
     * The scrape as text.
     *
     * @param openMetrics OpenMetrics 1.0.0 rather than Prometheus' text 0.0.4
     * @param size expected, in bytes
     * @return empty when there is something in it that the library must write
     */
    static Optional<byte[]> of(MetricSnapshots snapshots, boolean openMetrics, int size) {
        ScrapeText scrape = new ScrapeText(openMetrics, size);
        for (MetricSnapshot snapshot : snapshots) {
            if (!scrape.add(snapshot)) {
                return Optional.empty();
            }
        }
        if (openMetrics) {
            scrape.text.append("# EOF\n");
        }
        return Optional.of(scrape.text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private boolean add(MetricSnapshot snapshot) {
        String name = snapshot.getMetadata().getPrometheusName();
        if (name.equals(family)) {
            return false;
        }
        family = name;
        if (snapshot.getDataPoints().isEmpty()) {
            return true;
        }
        return snapshot.getDataPoints().stream().allMatch(this::isPlain) && write(name, snapshot);
    }

    private boolean isPlain(DataPointSnapshot point) {
        return !point.hasScrapeTimestamp() && !(openMetrics && hasExemplars(point));
    }

    private static boolean hasExemplars(DataPointSnapshot point) {
        return switch (point) {
            case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getExemplar() != null;
            case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getExemplar() != null;
            case DistributionDataPointSnapshot distribution -> distribution.getExemplars().size() > 0;
            default -> false;
        };
    }

    private boolean write(String name, MetricSnapshot snapshot) {
        return switch (snapshot) {
            case CounterSnapshot counter -> write(name, counter);
            case GaugeSnapshot gauge -> write(name, gauge);
            case SummarySnapshot summary -> write(name, summary);
            case InfoSnapshot info -> write(name, info);
            case HistogramSnapshot histogram when isClassic(histogram) -> write(name, histogram);
            default -> false;
        };
    }

    private static boolean isClassic(HistogramSnapshot histogram) {
        return !histogram.isGaugeHistogram()
                && histogram.getDataPoints().stream().allMatch(HistogramDataPointSnapshot::hasClassicHistogramData);
    }

    private boolean write(String name, CounterSnapshot counter) {
        String total = name + "_total";
        head(openMetrics ? name : total, "counter", counter.getMetadata());
        counter.getDataPoints().forEach(point -> sample(total, point.getLabels()).value(point.getValue()));
        return true;
    }

    private boolean write(String name, GaugeSnapshot gauge) {
        head(name, "gauge", gauge.getMetadata());
        gauge.getDataPoints().forEach(point -> sample(name, point.getLabels()).value(point.getValue()));
        return true;
    }

    private boolean write(String name, InfoSnapshot info) {
        String full = name + "_info";
        head(openMetrics ? name : full, openMetrics ? "info" : "gauge", info.getMetadata());
        info.getDataPoints().forEach(point -> sample(full, point.getLabels()).value(1));
        return true;
    }

    private boolean write(String name, SummarySnapshot summary) {
        head(name, "summary", summary.getMetadata());
        for (SummaryDataPointSnapshot point : summary.getDataPoints()) {
            point.getQuantiles().forEach(quantile -> sample(name, point.getLabels(), "quantile",
                    quantile.getQuantile()).value(quantile.getValue()));
            countAndSum(name, point);
        }
        return true;
    }

    private boolean write(String name, HistogramSnapshot histogram) {
        head(name, "histogram", histogram.getMetadata());
        String bucket = name + "_bucket";
        for (HistogramDataPointSnapshot point : histogram.getDataPoints()) {
            ClassicHistogramBuckets buckets = point.getClassicBuckets();
            long count = 0;
            for (int i = 0; i < buckets.size(); i++) {
                count += buckets.getCount(i);
                sample(bucket, point.getLabels(), "le", buckets.getUpperBound(i)).value(count);
            }
            countAndSum(name, point);
        }
        return true;
    }

    private void countAndSum(String name, DistributionDataPointSnapshot point) {
        if (point.hasCount()) {
            sample(name + "_count", point.getLabels()).value(point.getCount());
        }
        if (point.hasSum()) {
            sample(name + "_sum", point.getLabels()).value(point.getSum());
        }
    }

    private void head(String name, String type, MetricMetadata metadata) {
        String help = metadata.getHelp();
        if (openMetrics) {
            text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
            if (metadata.getUnit() != null) {
                text.append("# UNIT ").append(name).append(' ').append(metadata.getUnit()).append('\n');
            }
        }
        if (help != null && !help.isEmpty()) {
            text.append("# HELP ").append(name).append(' ');
            escape(help, openMetrics);
            text.append('\n');
        }
        if (!openMetrics) {
            text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        }
    }

    private ScrapeText sample(String name, Labels labels) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{');
            add(labels);
            text.append('}');
        }
        return this;
    }

    private ScrapeText sample(String name, Labels labels, String further, double bound) {
        text.append(name).append('{');
        add(labels);
        text.append(labels.isEmpty() ? "" : ",").append(further).append("=\"");
        number(bound);
        text.append("\"}");
        return this;
    }

    private void add(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            text.append(i == 0 ? "" : ",").append(labels.getPrometheusName(i)).append("=\"");
            escape(labels.getValue(i), true);
            text.append('"');
        }
    }

    private void value(double value) {
        text.append(' ');
        number(value);
        text.append('\n');
    }

    private void value(long value) {
        text.append(' ').append(value).append('\n');
    }

    private void number(double value) {
        if (Double.isInfinite(value)) {
            text.append(value > 0 ? "+Inf" : "-Inf");
        } else {
            text.append(value);
        }
    }

    private void escape(String raw, boolean quotes) {
        if (raw.indexOf('\\') < 0 && raw.indexOf('\n') < 0 && raw.indexOf('"') < 0) {
            text.append(raw);
            return;
        }
        for (int i = 0; i < raw.length(); i++) {
            char one = raw.charAt(i);
            switch (one) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(one);
            }
        }
    }
}
