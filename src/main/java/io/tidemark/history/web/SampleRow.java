package io.tidemark.history.web;

import io.tidemark.history.SeriesPoints;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One point of one series as REST and CSV show it. */
record SampleRow(Instant time, String metric, Map<String, String> labels, double value) {

    static List<SampleRow> of(List<SeriesPoints> series) {
        return series.stream().flatMap(one -> one.points().stream().map(point -> new SampleRow(point.at(),
                one.series().metric(), one.series().labels().values(), point.value()))).toList();
    }
}
