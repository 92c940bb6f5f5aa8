package io.tidemark.history;

import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.List;

/** Points of one series, oldest first. */
public record SeriesPoints(Series series, List<Point> points) {

    /** One value at one instant, in the metric's base unit. */
    public record Point(Instant at, double value) {}
}
