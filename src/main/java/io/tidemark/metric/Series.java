package io.tidemark.metric;

/**
 * One line of values over time: a metric and its labels.
 *
 * @param metric name of the {@link Metric}
 * @param labels what tells it from the metric's other series
 */
public record Series(String metric, Labels labels) {

    public static Series of(Metric metric) {
        return new Series(metric.name(), Labels.NONE);
    }

    public static Series of(Metric metric, String label, String value) {
        return new Series(metric.name(), Labels.of(label, value));
    }

    /** As people write it: `system.cpu.time{mode="idle"}`. */
    @Override
    public String toString() {
        return metric + labels;
    }
}
