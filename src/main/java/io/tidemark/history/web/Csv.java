package io.tidemark.history.web;

import io.tidemark.history.SeriesPoints;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Samples as comma-separated values, RFC 4180. */
final class Csv {

    static final String HEADER = "time,metric,labels,value\r\n";
    static final int COLUMNS = 4;

    private Csv() {}

    static String of(List<SeriesPoints> series) {
        StringBuilder text = new StringBuilder(HEADER);
        try {
            for (SeriesPoints one : series) {
                for (SeriesPoints.Point point : one.points()) {
                    write(text, one.series(), point.at(), point.value());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory, cannot happen", e);
        }
        return text.toString();
    }

    /** One line; the value as Java writes it, which reads back bit for bit. */
    static void write(Appendable out, Series series, Instant at, double value) throws IOException {
        out.append(IsoTime.text(at)).append(',').append(cell(series.metric())).append(',')
                .append(cell(series.labels().toString())).append(',').append(Double.toString(value)).append("\r\n");
    }

    private static String cell(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
