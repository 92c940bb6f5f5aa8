package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.window.Counters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes one point of the samples of each step; a step without samples has none. */
final class Steps {

    private final Aggregation aggregation;
    private final List<Point> points = new ArrayList<>();
    private int count;
    private double value;
    private double seconds;

    private Steps(Aggregation aggregation) {
        this.aggregation = aggregation;
    }

    /** Points stand at the start of their step; steps are counted from {@code start}. */
    static List<Point> of(PointList samples, long start, long stepMillis, Aggregation aggregation) {
        Steps steps = new Steps(aggregation);
        long step = 0;
        for (int i = 0; i < samples.size(); i++) {
            long own = (samples.millis(i) - start) / stepMillis;
            if (own != step) {
                steps.end(start + step * stepMillis);
                step = own;
            }
            steps.add(samples, i);
        }
        steps.end(start + step * stepMillis);
        return steps.points;
    }

    /** Each sample stands for itself; a rate is the one since the sample before. */
    static List<Point> raw(PointList samples, Aggregation aggregation) {
        if (aggregation != Aggregation.RATE) {
            return samples.points();
        }
        Steps steps = new Steps(aggregation);
        for (int i = 0; i < samples.size(); i++) {
            steps.add(samples, i);
            steps.end(samples.millis(i));
        }
        return steps.points;
    }

    private void add(PointList samples, int i) {
        double next = samples.value(i);
        switch (aggregation) {
            case AVG, SUM -> value += next;
            case MIN -> value = count == 0 ? next : Math.min(value, next);
            case MAX -> value = count == 0 ? next : Math.max(value, next);
            case LAST -> value = next;
            case RATE -> {
                if (i > 0) {
                    value += Counters.increase(samples.value(i - 1), next);
                    seconds += (samples.millis(i) - samples.millis(i - 1)) / 1e3;
                }
            }
        }
        count++;
    }

    private void end(long at) {
        boolean known = aggregation == Aggregation.RATE ? seconds > 0 : count > 0;
        if (known) {
            points.add(new Point(Instant.ofEpochMilli(at), switch (aggregation) {
                case AVG -> value / count;
                case RATE -> value / seconds;
                case MIN, MAX, SUM, LAST -> value;
            }));
        }
        count = 0;
        value = 0;
        seconds = 0;
    }
}
