package io.tidemark.threshold;

import io.tidemark.history.Growth;
import io.tidemark.history.Window;
import io.tidemark.metric.Durations;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Unit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a rule makes of a window of values. */
enum Aggregate {
    AVG("avg"),
    MIN("min"),
    MAX("max"),
    SUM("sum"),
    LAST("last"),
    RATE("rate"),
    GROWTH("growth"),
    P50("p50"),
    P90("p90"),
    P95("p95"),
    P99("p99"),
    P999("p99.9");

    private final String word;

    Aggregate(String word) {
        this.word = word;
    }

    static Optional<Aggregate> named(String word) {
        return Arrays.stream(values()).filter(a -> a.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Aggregate::toString).toList();
    }

    /** Of a window that {@link #lack lacks} nothing. */
    Value of(Window window) {
        return this == GROWTH
                ? window.growth().map(growth -> new Value.Known(growth.increase(), growth)).orElseThrow()
                : new Value.Known(number(window));
    }

    private double number(Window window) {
        return switch (this) {
            case AVG -> window.avg();
            case MIN -> window.min();
            case MAX -> window.max();
            case SUM -> window.sum();
            case LAST -> window.last();
            case RATE -> window.rate();
            case GROWTH -> throw new IllegalStateException("growth is no single number");
            case P50 -> window.percentile(50);
            case P90 -> window.percentile(90);
            case P95 -> window.percentile(95);
            case P99 -> window.percentile(99);
            case P999 -> window.percentile(99.9);
        };
    }

    Unit unit(Metric metric) {
        return this == RATE ? metric.unit().perSecond() : metric.unit();
    }

    /** Why this cannot be taken of the metric; empty when it can. */
    Optional<String> objection(Metric metric) {
        if (metric.kind() == Kind.DISTRIBUTION && !isOfDistributions()) {
            return Optional.of(this + " cannot be taken of " + metric.name() + ": use "
                    + Words.or(Arrays.stream(values()).filter(Aggregate::isOfDistributions).toList()));
        }
        return this == RATE && metric.kind() != Kind.COUNTER
                ? Optional.of("rate needs a counter, and " + metric.name()
                        + " goes up and down: use avg for its level or growth for its trend")
                : Optional.empty();
    }

    private boolean isOfDistributions() {
        return switch (this) {
            case AVG, MIN, MAX, P50, P90, P95, P99, P999 -> true;
            case SUM, LAST, RATE, GROWTH -> false;
        };
    }

    /** The probe measure that is this statistic of a single run's latencies. */
    String ofOneRun() {
        return this == AVG ? ProbeMeasure.MEAN.measure() : word;
    }

    /** What the window lacks to be judged; empty when it suffices. */
    Optional<String> lack(Window window, Duration length) {
        if (this == RATE && window.count() < 2) {
            return Optional.of("needs two values and has one");
        }
        Duration span = Duration.between(window.from(), window.to());
        if (this == GROWTH && span.multipliedBy(2).compareTo(length) < 0) {
            return Optional.of("needs half of its window of " + Durations.text(length) + " and has "
                    + Figures.text(span));
        }
        return this == GROWTH && window.count() < Growth.LEAST_VALUES
                ? Optional.of("needs " + Growth.LEAST_VALUES + " values and has " + window.count())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return word;
    }
}
