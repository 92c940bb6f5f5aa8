package io.tidemark.intake;

import io.tidemark.metric.Excerpt;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.ToolMeasure;
import io.tidemark.metric.Unit;

/**
 * One figure that a tool reports of a run.
 *
 * @param metric what it is; its name starts with `probe.`, as those of all measures of runs, and its unit and direction are those of the file
 * @param value in the metric's unit
 */
public record Figure(Metric metric, double value) {

    /** A figure that every probe has too, such as `p95`. */
    static Figure of(ProbeMeasure measure, double value) {
        return new Figure(measure.metric(), value);
    }

    /** A figure of the tool's own, called as the tool calls it. */
    static Figure told(String name, Unit unit, Better better, double value) {
        return new Figure(ToolMeasure.of(name, unit, better, "`" + Excerpt.of(name) + "` as the tool reports it"),
                value);
    }

    /** The word used in rules, and the key among {@link io.tidemark.metric.Run#measures()}. */
    public String measure() {
        return metric.name().substring(ProbeMeasure.PREFIX.length());
    }
}
