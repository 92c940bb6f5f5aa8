package io.tidemark.history;

import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.store.Summary;
import io.tidemark.history.store.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one point of what is shown of each step, oldest first; a step without samples has none. Points stand at the
 * start of their step.
 */
final class Steps implements TieredSamples.Sink {

    private final long start;
    private final long stepMillis;
    private final Aggregation aggregation;
    private final int most;
    private final List<Point> points = new ArrayList<>();
    private final Tally tally = new Tally();
    private long step = Long.MIN_VALUE;
    private long stepEnd = Long.MIN_VALUE;
    private boolean known;
    private long lastMillis;
    private double last;
    private boolean overflown;

    /**
     * Steps are counted from the start.
     *
     * @param most points; once there are more, there are none
     */
    Steps(long start, long stepMillis, Aggregation aggregation, int most) {
        this.start = start;
        this.stepMillis = stepMillis;
        this.aggregation = aggregation;
        this.most = most;
    }

    @Override
    public void sample(long at, double value) {
        moveTo(at);
        tally.add(at, value);
    }

    @Override
    public void samples(long[] at, double[] values, int count) {
        int from = 0;
        while (from < count) {
            moveTo(at[from]);
            int to = from + 1;
            while (to < count && at[to] < stepEnd) {
                to++;
            }
            tally.add(at, values, from, to);
            from = to;
        }
    }

    @Override
    public void summary(long at, Summary summary) {
        moveTo(at);
        tally.add(summary);
    }

    boolean isOverflown() {
        return overflown;
    }

    /** To be called once, at the end. */
    List<Point> points() {
        end();
        return points;
    }

    private void moveTo(long at) {
        if (at >= stepEnd) {
            end();
            step = start + (at - start) / stepMillis * stepMillis;
            stepEnd = step + stepMillis;
        }
    }

    private void end() {
        if (tally.isEmpty()) {
            return;
        }
        Summary all = tally.take();
        if (!overflown) {
            add(all);
        }
        known = true;
        lastMillis = all.lastMillis();
        last = all.last();
    }

    private void add(Summary all) {
        double value = switch (aggregation) {
            case AVG -> all.avg();
            case MIN -> all.min();
            case MAX -> all.max();
            case SUM -> all.sum();
            case LAST -> all.last();
            case RATE -> rate(all);
        };
        if (!Double.isNaN(value)) {
            points.add(new Point(Instant.ofEpochMilli(step), value));
        }
        if (points.size() > most) {
            overflown = true;
            points.clear();
        }
    }

    /** Since the last sample of the step before, so that nothing a counter gained between two steps is lost. */
    private double rate(Summary all) {
        double gained = all.increase() + (known ? all.increaseSince(last) : 0);
        long millis = all.lastMillis() - (known ? lastMillis : all.firstMillis());
        return millis > 0 ? gained * 1e3 / millis : Double.NaN;
    }
}
