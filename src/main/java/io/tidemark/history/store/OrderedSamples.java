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

    @Override
    public void samples(long[] at, double[] value, int count) {
        if (!follow(at, count)) {
            Block.SampleSink.super.samples(at, value, count);
            return;
        }
        if (size + count > millis.length) {
            int capacity = Math.max(size + count, size * 2);
            millis = Arrays.copyOf(millis, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        System.arraycopy(at, 0, millis, size, count);
        System.arraycopy(value, 0, values, size, count);
        size += count;
    }

    /** Whether all of them belong here, in order and behind those that are here. */
    private boolean follow(long[] at, int count) {
        long before = size == 0 ? from - 1 : Math.max(from - 1, millis[size - 1]);
        for (int i = 0; i < count; i++) {
            if (at[i] <= before) {
                return false;
            }
            before = at[i];
        }
        return before <= to;
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
        sink.samples(millis, values, size);
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
