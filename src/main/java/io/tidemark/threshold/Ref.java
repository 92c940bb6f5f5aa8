package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a rule refers to: a metric, and the labels its series must have. Prints as written. */
sealed interface Ref {

    /** The label that tells probes apart. */
    String PROBE = "probe";

    Metric metric();

    /** Labels a series must have, the probe's name included. */
    Labels labels();

    /** `system.load.1m`, `process.resident{process="shop"}`, `probe.p95{probe="orders-read"}`. */
    record Named(Metric metric, Labels labels) implements Ref {
        @Override
        public String toString() {
            return metric.name() + labels;
        }
    }

    /** `probe.'orders-read'.p95{operation="read"}`. */
    record OfProbe(String probe, Metric metric, Labels narrowed) implements Ref {
        @Override
        public Labels labels() {
            return narrowed.with(PROBE, probe);
        }

        @Override
        public String toString() {
            return "probe.'" + probe + "'." + measure() + narrowed;
        }
    }

    /** `p95{operation="read"}` inside a probe. */
    record OfThisProbe(String probe, Metric metric, Labels narrowed) implements Ref {
        @Override
        public Labels labels() {
            return narrowed.with(PROBE, probe);
        }

        @Override
        public String toString() {
            return measure() + narrowed;
        }
    }

    default boolean ofProbes() {
        return metric().name().startsWith(ProbeMeasure.PREFIX);
    }

    /** The metric's name as it is called inside a probe. */
    default String measure() {
        return ofProbes() ? metric().name().substring(ProbeMeasure.PREFIX.length()) : metric().name();
    }

    default SeriesSelector selector() {
        return SeriesSelector.of(metric().name(), labels());
    }

    /** Whether a sampled series is meant. */
    default boolean matches(Series series) {
        if (!series.metric().equals(metric().name())) {
            return false;
        }
        for (Map.Entry<String, String> label : labels().values().entrySet()) {
            if (!series.labels().get(label.getKey()).equals(label.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Metric and labels, whatever the form they were written in. */
    default Series series() {
        return new Series(metric().name(), labels());
    }

    /** What a rule on this is called when it has no name of its own. */
    default String generatedName() {
        String probe = labels().get(PROBE);
        return ofProbes() && !probe.isEmpty() ? probe + "." + measure() : metric().name();
    }

    /** As it stands in a sentence: `p95 of orders-read`, `process.resident{process="shop"}`. */
    default String spoken(Labels series) {
        String probe = series.get(PROBE);
        if (!ofProbes() || probe.isEmpty()) {
            return metric().name() + series;
        }
        SortedMap<String, String> others = new TreeMap<>(series.values());
        others.remove(PROBE);
        return measure() + new Labels(others) + " of " + probe;
    }
}
