package io.tidemark.intake;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reads one benchmark of JMH: throughput, where more is better, or the time of an operation. */
final class JmhBenchmark {

    private static final String THROUGHPUT = "thrpt";
    private static final Map<String, ProbeMeasure> PERCENTILES = Map.of("0.0", ProbeMeasure.MIN, "50.0",
            ProbeMeasure.P50, "90.0", ProbeMeasure.P90, "95.0", ProbeMeasure.P95, "99.0", ProbeMeasure.P99, "99.9",
            ProbeMeasure.P999, "100.0", ProbeMeasure.MAX);

    private final JsonText json;
    private final Figures figures;
    private final StringJoiner parameters = new StringJoiner(",", "(", ")").setEmptyValue("");
    private String benchmark = "";
    private String mode = "";
    private double iterationSeconds;
    private @Nullable JmhMetric primary;

    JmhBenchmark(JsonText json) {
        this.json = json;
        this.figures = new Figures(json);
    }

    Read read() {
        json.object(this::field);
        if (benchmark.isEmpty() || mode.isEmpty() || primary == null) {
            throw json.refused("the benchmark lacks one of the fields 'benchmark', 'mode' and 'primaryMetric'");
        }
        Imported result = mode.equals(THROUGHPUT) ? throughput(primary) : times(primary);
        return new Read(benchmark, parameters + "-" + mode, result);
    }

    private void field(String field) {
        switch (field) {
            case "benchmark" -> benchmark = json.name();
            case "mode" -> mode = json.name();
            case "measurementTime" -> iterationSeconds = JmhUnit.seconds(json.text());
            case "params" -> json.object(name -> parameters.add(name + "=" + json.text()));
            case "primaryMetric" -> primary = new JmhMetric(json).readPrimary();
            case "secondaryMetrics" -> json.object(this::secondary);
            default -> json.skip();
        }
    }

    private Imported throughput(JmhMetric score) {
        if (score.unit().unit() != Unit.PER_SECOND) {
            throw json.refused("a throughput must be in operations per time, such as ops/s");
        }
        figures.add(ProbeMeasure.THROUGHPUT, score.score());
        addError(score);
        return result(Distribution.EMPTY, Iterations.duration(iterationSeconds * score.rawCount()));
    }

    private Imported times(JmhMetric score) {
        if (score.unit().unit() != Unit.SECONDS) {
            throw json.refused("the time of an operation must be in time per operation, such as us/op");
        }
        figures.add(ProbeMeasure.MEAN, score.score());
        addError(score);
        PERCENTILES.forEach((percent, measure) -> figures.add(measure, score.percentile(percent)));
        Iterations iterations = score.iterations();
        return result(iterations.distribution(), iterations.together());
    }

    private void addError(JmhMetric score) {
        if (score.error() != null) {
            figures.add("score_error", score.unit().unit(), Better.LOWER, score.error());
        }
    }

    private Imported result(Distribution latency, Duration measured) {
        return new Imported("", null, measured, latency, Map.of(), figures.all(), figures.notes());
    }

    private void secondary(String name) {
        JmhMetric metric = new JmhMetric(json).readSecondary();
        Unit unit = metric.unit().unit();
        Double score = metric.scoreIfAny();
        if (score == null) {
            return;
        }
        if (unit == Unit.SECONDS && score < 0) {
            throw json.refused("a time must not be negative");
        }
        figures.add(name, unit, better(unit), score);
    }

    private static Better better(Unit unit) {
        return switch (unit) {
            case SECONDS, BYTES -> Better.LOWER;
            case PER_SECOND -> Better.HIGHER;
            case ONE, BYTES_PER_SECOND -> Better.NEITHER;
        };
    }

    /**
     * A benchmark that was read, with no name yet.
     *
     * @param benchmark its whole name, of package, class and method
     * @param suffix parameters and mode
     */
    record Read(String benchmark, String suffix, Imported result) {

        /** Class and method alone, as JMH's own table has it. */
        String shortName() {
            int method = benchmark.lastIndexOf('.');
            int type = benchmark.lastIndexOf('.', method - 1);
            return benchmark.substring(type + 1) + suffix;
        }

        Imported named(boolean whole) {
            return result.named(whole ? benchmark + suffix : shortName());
        }
    }
}
