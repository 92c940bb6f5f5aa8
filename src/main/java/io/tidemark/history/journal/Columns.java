package io.tidemark.history.journal;

import io.tidemark.metric.Series;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Samples by series, packed. Safe for many threads. */
public final class Columns implements SegmentVisitor {

    private static final long HOUR = 3_600_000;

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

    /** Starts of the hours its samples are in. */
    public synchronized SortedSet<Long> hours() {
        SortedSet<Long> hours = new TreeSet<>();
        for (Column column : bySeries.values()) {
            long known = Long.MIN_VALUE;
            for (int i = 0; i < column.size(); i++) {
                long hour = Math.floorDiv(column.millis(i), HOUR) * HOUR;
                if (hour != known) {
                    hours.add(hour);
                    known = hour;
                }
            }
        }
        return hours;
    }
}
