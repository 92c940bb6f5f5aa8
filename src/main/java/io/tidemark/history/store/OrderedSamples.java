package io.tidemark.history.store;

import java.util.Arrays;

/** Samples of one series from several places, brought into order; the same instant counts once. */
public final class OrderedSamples implements Block.SampleSink {

    private final long from;
    private final long to;
    private long[] millis = new long[64];
    private double[] values = new double[64];
    private int size;
    private boolean ordered = true;

    /** Both ends inclusive. */
    public OrderedSamples(long from, long to) {
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

    public int size() {
        order();
        return size;
    }

    public long millis(int index) {
        return millis[index];
    }

    public double value(int index) {
        return values[index];
    }

    /** Shows all of them, oldest first, and forgets them. */
    public void drainTo(Block.SampleSink sink) {
        order();
        for (int i = 0; i < size; i++) {
            sink.sample(millis[i], values[i]);
        }
        size = 0;
    }

    private void order() {
        if (ordered) {
            return;
        }
        Integer[] index = new Integer[size];
        Arrays.setAll(index, i -> i);
        Arrays.sort(index, (a, b) -> Long.compare(millis[a], millis[b]));
        OrderedSamples inOrder = new OrderedSamples(from, to);
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
