package io.tidemark.history.window;

import io.tidemark.history.Growth;
import io.tidemark.history.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** A window over plain values, one an observation or one a run. */
final class ValueWindow implements Window {

    private final long[] millis;
    private final double[] values;
    private double[] sorted = {};

    private ValueWindow(long[] millis, double[] values) {
        this.millis = millis;
        this.values = values;
    }

    static ValueWindow of(long[] millis, double[] values, int count) {
        return new ValueWindow(Arrays.copyOf(millis, count), Arrays.copyOf(values, count));
    }

    @Override
    public Instant from() {
        return Instant.ofEpochMilli(millis[0]);
    }

    @Override
    public Instant to() {
        return Instant.ofEpochMilli(millis[millis.length - 1]);
    }

    @Override
    public long count() {
        return values.length;
    }

    @Override
    public double avg() {
        return sum() / values.length;
    }

    @Override
    public double min() {
        return Arrays.stream(values).min().orElseThrow();
    }

    @Override
    public double max() {
        return Arrays.stream(values).max().orElseThrow();
    }

    @Override
    public double sum() {
        return Arrays.stream(values).sum();
    }

    @Override
    public double last() {
        return values[values.length - 1];
    }

    @Override
    public synchronized double percentile(double percent) {
        if (sorted.length == 0) {
            sorted = values.clone();
            Arrays.sort(sorted);
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }

    @Override
    public double rate() {
        double increase = 0;
        for (int i = 1; i < values.length; i++) {
            increase += Counters.increase(values[i - 1], values[i]);
        }
        double seconds = seconds();
        return seconds > 0 ? increase / seconds : 0;
    }

    @Override
    public Optional<Growth> growth() {
        return Growth.of(millis, values);
    }

    private double seconds() {
        return (millis[millis.length - 1] - millis[0]) / 1e3;
    }
}
