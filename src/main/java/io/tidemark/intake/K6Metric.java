package io.tidemark.intake;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a summary of k6; times are in milliseconds there. The oldest shape says neither type nor contents: the
 * type shows in the values, and the contents are known of k6's own metrics (`metrics/builtin.go`).
 *
 * @param name with the tags of a part (`http_req_duration{status:200}`)
 * @param values by statistic, as in the file
 * @param breached thresholds that did not hold
 */
record K6Metric(String name, Type type, Contents contents, Map<String, Double> values, int breached) {

    private static final double MILLIS_OF_A_SECOND = 1_000;
    private static final Set<String> BETTER_LESS = Set.of("http_req_failed", "checks_failed", "dropped_iterations");
    private static final Set<String> BETTER_MORE = Set.of("checks", "checks_succeeded", "http_reqs", "iterations");

    /** @param given its name, where that is not inside */
    static K6Metric read(JsonText json, String given) {
        return new K6MetricReader(json, given).read();
    }

    /** The name without tags. */
    String base() {
        int tags = name.indexOf('{');
        return tags < 0 ? name : name.substring(0, tags);
    }

    /** A statistic in base units; null when the summary does not have it. */
    @Nullable
    Double value(String statistic) {
        Double value = values.get(statistic);
        return value == null || unit(statistic) != Unit.SECONDS ? value : (Double) (value / MILLIS_OF_A_SECOND);
    }

    void addTo(Figures figures) {
        for (String statistic : values.keySet()) {
            Double value = value(statistic);
            if (value != null) {
                figures.add(name + "_" + spoken(statistic), unit(statistic), better(statistic), value);
            }
        }
    }

    /** `p(99.9)` is `p99.9`; what the unit says needs no word, and the oldest shape calls a rate a value. */
    private String spoken(String statistic) {
        if (type == Type.COUNTER && (statistic.equals("rate") || contents == Contents.DATA)) {
            return "";
        }
        return type == Type.RATE && statistic.equals("value") ? "rate" : statistic.replaceAll("[()]", "");
    }

    private Unit unit(String statistic) {
        if (type == Type.COUNTER && statistic.equals("rate")) {
            return contents == Contents.DATA ? Unit.BYTES_PER_SECOND : Unit.PER_SECOND;
        }
        if (type == Type.RATE || (type == Type.TREND && statistic.equals("count"))) {
            return Unit.ONE;
        }
        return switch (contents) {
            case TIME -> Unit.SECONDS;
            case DATA -> Unit.BYTES;
            case DEFAULT -> Unit.ONE;
        };
    }

    private Better better(String statistic) {
        if (type == Type.RATE && !spoken(statistic).equals("rate")) {
            return Better.NEITHER;
        }
        if (BETTER_LESS.contains(base()) || contents == Contents.TIME) {
            return Better.LOWER;
        }
        return BETTER_MORE.contains(base()) ? Better.HIGHER : Better.NEITHER;
    }

    /** What k6 makes of the values of a metric. */
    enum Type {
        COUNTER,
        GAUGE,
        RATE,
        TREND
    }

    /** What the values of a metric are. */
    enum Contents {
        DEFAULT,
        TIME,
        DATA
    }
}
