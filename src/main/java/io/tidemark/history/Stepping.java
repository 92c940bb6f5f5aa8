package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.store.Summary;
import io.tidemark.history.store.Tier;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is divided into points.
 *
 * @param start first instant in milliseconds, inclusive; steps are counted from it
 * @param end last instant, inclusive
 * @param finest whether points are as fine as data is, and of that length only when there are too many
 * @param most points of one series
 */
record Stepping(long start, long end, long stepMillis, boolean finest, Aggregation aggregation, int most) {

    /** Rows of one answer, whatever the number of its series. */
    private static final int MOST_ROWS = 10 * SampleQuery.MAX_POINTS;

    /** @throws IllegalArgumentException when the step asked for gives too many rows */
    static Stepping of(SampleQuery query, Aggregation aggregation, int series) {
        int most = Math.min(SampleQuery.MAX_POINTS, MOST_ROWS / Math.max(1, series));
        long start = query.start().toEpochMilli();
        long end = query.end().toEpochMilli();
        Duration step = query.step();
        if (step == null) {
            return chosen(query, aggregation, most);
        }
        if (Duration.between(query.start(), query.end()).dividedBy(step) > most) {
            throw new IllegalArgumentException("step " + step + " gives more than " + MOST_ROWS + " rows for " + series
                    + " series; a larger step or a narrower match is needed");
        }
        return new Stepping(start, end, Math.max(1, step.toMillis()), false, aggregation, most);
    }

    /** Long steps begin where summaries do, so that they need no finer data. */
    private static Stepping chosen(SampleQuery query, Aggregation aggregation, int most) {
        // One less, because the first begins before the start.
        Duration step = ReadableSteps.smallest(query.start(), query.end(), Math.max(1, most - 1));
        return new Stepping(ReadableSteps.aligned(query.start(), step).toEpochMilli(), query.end().toEpochMilli(),
                step.toMillis(), step.toMillis() < Tier.MINUTES.millis(), aggregation, most);
    }

    /** The coarsest tier that answers exactly. */
    Tier tier() {
        return finest ? Tier.RAW : Tier.fitting(start, stepMillis);
    }

    Collector collector() {
        return new Collector(finest ? new Steps(start, 1, aggregation, most) : null,
                new Steps(start, stepMillis, aggregation, Integer.MAX_VALUE));
    }

    /** Makes the points of one series. */
    static final class Collector implements TieredSamples.Sink {

        private final @Nullable Steps each;
        private final Steps steps;

        private Collector(@Nullable Steps each, Steps steps) {
            this.each = each;
            this.steps = steps;
        }

        @Override
        public void sample(long millis, double value) {
            if (each != null) {
                each.sample(millis, value);
            }
            steps.sample(millis, value);
        }

        @Override
        public void samples(long[] millis, double[] values, int count) {
            if (each != null) {
                each.samples(millis, values, count);
            }
            steps.samples(millis, values, count);
        }

        @Override
        public void summary(long at, Summary summary) {
            if (each != null) {
                each.summary(at, summary);
            }
            steps.summary(at, summary);
        }

        /** To be called once, at the end. */
        List<Point> points() {
            List<Point> all = each == null ? List.of() : each.points();
            return each == null || each.isOverflown() ? steps.points() : all;
        }
    }
}
