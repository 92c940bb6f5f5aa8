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

    /** Of arrays that nobody else has. */
    ValueWindow(long[] millis, double[] values) {
        this.millis = millis;
        this.values = values;
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
        double min = values[0];
        for (double value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    @Override
    public double max() {
        double max = values[0];
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    @Override
    public double sum() {
        double sum = 0;
        double lost = 0; // to rounding (Kahan)
        for (double value : values) {
            double corrected = value - lost;
            double next = sum + corrected;
            lost = next - sum - corrected;
            sum = next;
        }
        return Double.isFinite(sum) ? sum : Arrays.stream(values).sum();
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
