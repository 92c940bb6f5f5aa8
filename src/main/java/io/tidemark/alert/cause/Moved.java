package io.tidemark.alert.cause;

import io.tidemark.alert.cause.Causes.Cause;
import io.tidemark.history.Standing;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Series;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading beside what is usual of it.
 *
 * @param value over the last moments; of a counter per second
 * @param usual null when too little is known
 * @param unusual how many usual deviations lie between; negative when it fell
 * @param since since when it is known
 */
record Moved(Metric metric, Series series, double value, @Nullable Double usual, double unusual,
        @Nullable Instant since) {

    /** From here on a reading is told as having moved. */
    static final double UNUSUAL = 5;

    private static final double MOST = 999;
    /** Of values that are spread like a bell the standard deviation is so many mean deviations. */
    private static final double BELL = 1.2533;
    /** What moves by less than this part of what is usual moves little, however steady it was. */
    private static final double LITTLE = 0.05;

    static Moved of(Standing standing) {
        double scale = Math.max(BELL * standing.spread(),
                Math.max(LITTLE * Math.abs(standing.usual()), least(standing.metric())));
        double unusual = Math.clamp((standing.value() - standing.usual()) / scale, -MOST, MOST);
        return new Moved(standing.metric(), standing.series(), standing.value(), standing.usual(), unusual,
                standing.since());
    }

    /** A reading of which it is not known what is usual. */
    static Moved unknown(Metric metric, Labels labels, double value) {
        return new Moved(metric, new Series(metric.name(), labels), value, null, 0, null);
    }

    /** A move that people would not care about, in the reading's unit. */
    private static double least(Metric metric) {
        boolean counter = metric.kind() == Kind.COUNTER;
        return switch (metric.unit()) {
            case SECONDS -> counter ? 0.01 : 1e-4;
            case BYTES -> counter ? 1e5 : 1e6;
            case BYTES_PER_SECOND -> 1e5;
            case PER_SECOND -> 1;
            case ONE -> Figure.isShare(metric) ? 0.01 : counter ? 1 : 0.5;
        };
    }

    /** Moved, and for the worse where one direction is better. */
    boolean isUnusual() {
        return switch (metric.better()) {
            case LOWER -> unusual >= UNUSUAL;
            case HIGHER -> unusual <= -UNUSUAL;
            case NEITHER -> Math.abs(unusual) >= UNUSUAL;
        };
    }

    /** Unusual, or nothing can be said of that. */
    boolean isNotUsual() {
        return usual == null || isUnusual();
    }

    String label(String name) {
        return series.labels().get(name);
    }

    /** @param sentence the cause it points to; null when it only moved */
    Cause cause(@Nullable String sentence) {
        return new Cause(series.metric(), series.labels().values(), value, usual, Math.round(10 * unusual) / 10.0,
                text(), sentence);
    }

    String text() {
        String now = series + " " + Figure.text(metric, value);
        return usual == null ? now : now + " (usually " + Figure.text(metric, usual) + ")";
    }
}
