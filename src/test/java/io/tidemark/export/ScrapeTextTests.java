package io.tidemark.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client library says what a scrape must look like. */
class ScrapeTextTests {

    private static final Labels LABELS = Labels.of("device", "sda \"1\"\\\n", "mode", "größer");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesWhatTheLibraryWrites(boolean openMetrics) throws IOException {
        assertSame(openMetrics, gauges(), counters(), info(), summaries(), histograms());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesEachKindAloneAndNothingAtAll(boolean openMetrics) throws IOException {
        assertSame(openMetrics);
        for (MetricSnapshot one : List.of(gauges(), counters(), info(), summaries(), histograms())) {
            assertSame(openMetrics, one);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesToTheLibraryWhatIsRare(boolean openMetrics) {
        MetricSnapshot states = StateSetSnapshot.builder().name("mode").dataPoint(
                StateSetSnapshot.StateSetDataPointSnapshot.builder().state("on", true).build()).build();
        MetricSnapshot stamped = GaugeSnapshot.builder().name("stamped").dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder().value(1).scrapeTimestampMillis(5).build()).build();

        assertThat(text(openMetrics, states)).isEmpty();
        assertThat(text(openMetrics, stamped)).isEmpty();
        assertThat(text(openMetrics, counters(), counters())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsExemplarsWhereTheFormatHasThem(boolean openMetrics) throws IOException {
        Exemplar trace = Exemplar.builder().value(1).traceId("a").spanId("b").build();
        MetricSnapshot traced = CounterSnapshot.builder().name("traced").dataPoint(
                CounterDataPointSnapshot.builder().value(1).exemplar(trace).build()).build();

        if (openMetrics) {
            assertThat(text(true, traced)).isEmpty();
        } else {
            assertSame(false, traced);
        }
    }

    private static GaugeSnapshot gauges() {
        GaugeSnapshot.Builder gauges = GaugeSnapshot.builder().name("temperature_celsius").unit(Unit.CELSIUS)
                .help("how \"warm\" \\ it\nis, in °C");
        double[] values = {0, -1.5, 1e-9, 1.7e300, 1234567890123.0, Double.NaN, Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY};
        for (int i = 0; i < values.length; i++) {
            gauges.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(values[i])
                    .labels(LABELS.add("nr", "" + i)).build());
        }
        return gauges.build();
    }

    private static CounterSnapshot counters() {
        return CounterSnapshot.builder().name("read_bytes").help("bytes read")
                .dataPoint(CounterDataPointSnapshot.builder().value(17).build())
                .dataPoint(CounterDataPointSnapshot.builder().value(0.5).labels(LABELS).build()).build();
    }

    private static InfoSnapshot info() {
        return InfoSnapshot.builder().name("build").help("which")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(LABELS).build()).build();
    }

    private static SummarySnapshot summaries() {
        return SummarySnapshot.builder().name("took_seconds")
                .dataPoint(SummaryDataPointSnapshot.builder().count(3).sum(1.25).build())
                .dataPoint(SummaryDataPointSnapshot.builder().labels(LABELS).count(4).sum(2)
                        .quantiles(Quantiles.of(new Quantile(0.5, 0.1), new Quantile(0.99, 0.7))).build())
                .build();
    }

    private static HistogramSnapshot histograms() {
        double[] bounds = {0.1, 5, Double.POSITIVE_INFINITY};
        return HistogramSnapshot.builder().name("latency_seconds").help("how long")
                .dataPoint(HistogramDataPointSnapshot.builder().sum(4.5)
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, new long[]{2, 0, 1})).build())
                .dataPoint(HistogramDataPointSnapshot.builder().sum(0).labels(LABELS).exemplars(Exemplars.EMPTY)
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, new long[]{0, 0, 0})).build())
                .build();
    }

    private static Optional<String> text(boolean openMetrics, MetricSnapshot... snapshots) {
        return ScrapeText.of(new MetricSnapshots(snapshots), openMetrics, 10)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static void assertSame(boolean openMetrics, MetricSnapshot... snapshots) throws IOException {
        ExpositionFormatWriter library = openMetrics
                ? OpenMetricsTextFormatWriter.create()
                : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        library.write(expected, new MetricSnapshots(snapshots));

        assertThat(text(openMetrics, snapshots)).contains(expected.toString(StandardCharsets.UTF_8));
    }
}
