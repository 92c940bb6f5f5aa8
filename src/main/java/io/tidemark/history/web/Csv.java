package io.tidemark.history.web;

import io.tidemark.history.SeriesPoints;
import java.util.List;

/** Samples as comma-separated values, RFC 4180. */
final class Csv {

    private Csv() {}

    static String of(List<SeriesPoints> series) {
        StringBuilder text = new StringBuilder("time,metric,labels,value\r\n");
        for (SeriesPoints one : series) {
            String name = "," + cell(one.series().metric()) + "," + cell(one.series().labels().toString()) + ",";
            one.points().forEach(point -> text.append(point.at()).append(name).append(point.value()).append("\r\n"));
        }
        return text.toString();
    }

    private static String cell(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
