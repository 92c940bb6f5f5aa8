package io.tidemark.history.journal;

import io.tidemark.metric.Series;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Samples by series, packed. Safe for many threads. */
public final class Columns implements SegmentVisitor {

    private final Map<Series, Column> bySeries = new LinkedHashMap<>();
    private final Predicate<Series> wanted;

    public Columns(Predicate<Series> wanted) {
        this.wanted = wanted;
    }

    @Override
    public synchronized void sample(Series series, long millis, double value) {
        Column column = bySeries.get(series);
        if (column == null) {
            if (!wanted.test(series)) {
                return;
            }
            column = new Column();
            bySeries.put(series, column);
        }
        column.add(millis, value);
    }

    /** Shows the samples of the wanted series. */
    public synchronized void copyTo(Columns other) {
        bySeries.forEach((series, column) -> {
            if (other.wanted.test(series)) {
                for (int i = 0; i < column.size(); i++) {
                    other.sample(series, column.millis(i), column.value(i));
                }
            }
        });
    }

    /** A copy of the map; the columns are the live ones, so only for those who fill it themselves. */
    public synchronized Map<Series, Column> bySeries() {
        return new HashMap<>(bySeries);
    }
}
