package io.tidemark.history;

import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.history.store.Block.SampleSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples of one series from several places, brought into order; the same instant counts once. */
final class PointList implements SampleSink {

    private final long from;
    private final long to;
    private long[] millis = new long[64];
    private double[] values = new double[64];
    private int size;
    private boolean ordered = true;

    /** Both ends inclusive. */
    PointList(long from, long to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void sample(long at, double value) {
        if (at < from || at > to) {
            return;
        }
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        ordered &= size == 0 || at > millis[size - 1];
        millis[size] = at;
        values[size++] = value;
    }

    int size() {
        order();
        return size;
    }

    long millis(int index) {
        return millis[index];
    }

    double value(int index) {
        return values[index];
    }

    List<Point> points() {
        order();
        List<Point> points = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            points.add(new Point(Instant.ofEpochMilli(millis[i]), values[i]));
        }
        return points;
    }

    private void order() {
        if (ordered) {
            return;
        }
        Integer[] index = new Integer[size];
        Arrays.setAll(index, i -> i);
        Arrays.sort(index, (a, b) -> Long.compare(millis[a], millis[b]));
        PointList inOrder = new PointList(from, to);
        for (int i : index) {
            if (inOrder.size == 0 || inOrder.millis[inOrder.size - 1] != millis[i]) {
                inOrder.sample(millis[i], values[i]);
            }
        }
        millis = inOrder.millis;
        values = inOrder.values;
        size = inOrder.size;
        ordered = true;
    }
}
