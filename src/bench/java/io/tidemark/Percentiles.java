package io.tidemark;

import java.util.List;

/** Sorted readings, for printing. */
public record Percentiles(List<Double> sorted) {

    public static Percentiles of(List<Double> readings) {
        return new Percentiles(readings.stream().sorted().toList());
    }

    public double at(double percent) {
        return sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
    }

    @Override
    public String toString() {
        return "n=%d p50=%.3f p95=%.3f p99=%.3f max=%.3f".formatted(sorted.size(), at(50), at(95), at(99), at(100));
    }
}
