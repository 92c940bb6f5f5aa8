package io.tidemark.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a benchmark of JMH; its unit may stand last, so all is kept until then. Of the primary one all is read, of
 * those of profilers the score alone.
 */
final class JmhMetric {

    private static final int MOST_RAW = 250_000;
    private static final double MOST_OPERATIONS = 1e12;
    /** How JMH writes what is no number: the error of a single iteration, what a profiler could not find out. */
    private static final Set<String> NO_NUMBERS = Set.of("NaN", "+INF", "-INF");

    private final JsonText json;
    private final Map<String, Double> percentiles = new HashMap<>();
    /** A value and how often it was there, in turn. */
    private double[] raw = new double[64];
    private int rawCount;
    private double operations;
    private @Nullable Double score;
    private @Nullable Double error;
    private JmhUnit unit = JmhUnit.NONE;

    JmhMetric(JsonText json) {
        this.json = json;
    }

    JmhMetric readPrimary() {
        json.object(field -> {
            switch (field) {
                case "scoreError" -> error = isNoNumber() ? null : (Double) json.amount();
                case "scorePercentiles" -> json.object(percent -> percentiles.put(percent, json.amount()));
                case "rawData" -> json.array(() -> json.array(() -> add(json.amount(), 1)));
                case "rawDataHistogram" -> json.array(() -> json.array(() -> json.array(this::pair)));
                default -> field(field);
            }
        });
        return this;
    }

    JmhMetric readSecondary() {
        json.object(this::field);
        return this;
    }

    private void field(String field) {
        switch (field) {
            case "score" -> score = isNoNumber() ? null : (Double) json.number();
            case "scoreUnit" -> unit = JmhUnit.of(json.text());
            default -> json.skip();
        }
    }

    JmhUnit unit() {
        return unit;
    }

    /** In the unit of ours, as all below. */
    double score() {
        Double known = scoreIfAny();
        if (known == null || known < 0) {
            throw json.refused("the metric needs a field 'score' with a number that is not negative");
        }
        return known;
    }

    @Nullable
    Double scoreIfAny() {
        return converted(score);
    }

    @Nullable
    Double error() {
        return converted(error);
    }

    @Nullable
    Double percentile(String percent) {
        return converted(percentiles.get(percent));
    }

    int rawCount() {
        return rawCount;
    }

    /** The single iterations, or operations when JMH sampled those. */
    Iterations iterations() {
        Iterations iterations = new Iterations();
        for (int i = 0; i < rawCount; i++) {
            iterations.add(raw[2 * i] * unit.factor(), (long) raw[2 * i + 1]);
        }
        return iterations;
    }

    private @Nullable Double converted(@Nullable Double value) {
        return value == null ? null : (Double) (value * unit.factor());
    }

    private void pair() {
        List<Double> pair = new ArrayList<>(2);
        json.array(() -> {
            if (pair.size() == 2) {
                throw json.refused("nothing but a value and its count is expected here");
            }
            pair.add(pair.isEmpty() ? json.amount() : (double) json.count());
        });
        if (pair.size() < 2) {
            throw json.refused("a value and its count are expected here");
        }
        add(pair.getFirst(), pair.getLast());
    }

    private void add(double value, double times) {
        operations += times;
        if (rawCount == MOST_RAW || operations > MOST_OPERATIONS) {
            throw json.refused("more single values of one benchmark than are taken");
        }
        if (raw.length == 2 * rawCount) {
            raw = Arrays.copyOf(raw, 2 * raw.length);
        }
        raw[2 * rawCount] = value;
        raw[2 * rawCount++ + 1] = times;
    }

    private boolean isNoNumber() {
        return json.isText() && NO_NUMBERS.contains(json.text());
    }
}
