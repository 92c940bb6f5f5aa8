package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Series;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The series of a few metrics for each value of one label: made once, forgotten when the value is gone, and bounded so
 * that a big host cannot make any number of them.
 */
final class SeriesTable {

    private final String label;
    private final int limit;
    private final List<Metric> metrics;
    private final Map<String, Row> rows = new HashMap<>();
    private long round;

    SeriesTable(String label, int limit, List<Metric> metrics) {
        this.label = label;
        this.limit = limit;
        this.metrics = metrics;
    }

    /** Adds one value per metric, in the order of the metrics; nothing beyond the limit. */
    void add(Readings readings, String value, double... readingsOfMetrics) {
        Row row = rows.get(value);
        if (row == null && rows.size() < limit) {
            row = new Row(metrics.stream().map(m -> Series.of(m, label, value)).toList());
            rows.put(value, row);
        }
        if (row != null) {
            row.add(readings, readingsOfMetrics);
            row.round = round;
        }
    }

    /** Forgets what was not added since the last call, which makes room for others. */
    void endRound() {
        rows.values().removeIf(row -> row.round != round);
        round++;
    }

    private static final class Row {

        private final Series[] series;
        private long round;

        Row(List<Series> series) {
            this.series = series.toArray(Series[]::new);
        }

        void add(Readings readings, double[] values) {
            if (values.length != series.length) {
                throw new IllegalArgumentException(
                        Arrays.toString(values) + " does not fit " + series.length + " series");
            }
            for (int i = 0; i < series.length; i++) {
                readings.add(series[i], values[i]);
            }
        }
    }
}
