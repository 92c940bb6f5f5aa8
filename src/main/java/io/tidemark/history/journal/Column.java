package io.tidemark.history.journal;

import io.tidemark.history.codec.Samples;
import java.util.Arrays;

/** Times and values of one series, packed: 16 bytes a sample. */
public final class Column implements Samples {

    private long[] times = new long[8];
    private double[] values = new double[8];
    private int size;

    public void add(long millis, double value) {
        if (size == times.length) {
            int capacity = size + (size >> 1);
            times = Arrays.copyOf(times, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        times[size] = millis;
        values[size++] = value;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long millis(int index) {
        return times[index];
    }

    @Override
    public double value(int index) {
        return values[index];
    }
}
