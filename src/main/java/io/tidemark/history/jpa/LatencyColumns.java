package io.tidemark.history.jpa;

import io.tidemark.metric.ProbeMeasure;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Latencies of one run or of several merged, in columns that SQL can read; seconds, null without a success. */
@Embeddable
class LatencyColumns {

    @Column(name = "latency_count")
    long count;

    @Column(name = "latency_min")
    @Nullable
    Double min;

    @Column(name = "latency_mean")
    @Nullable
    Double mean;

    @Column(name = "latency_stddev")
    @Nullable
    Double stddev;

    @Column(name = "latency_p50")
    @Nullable
    Double p50;

    @Column(name = "latency_p90")
    @Nullable
    Double p90;

    @Column(name = "latency_p95")
    @Nullable
    Double p95;

    @Column(name = "latency_p99")
    @Nullable
    Double p99;

    @Column(name = "latency_p999")
    @Nullable
    Double p999;

    @Column(name = "latency_max")
    @Nullable
    Double max;

    @Column(name = "latency_iqr")
    @Nullable
    Double iqr;

    /** @param figures what each measure comes to */
    static LatencyColumns of(long count, Function<ProbeMeasure, OptionalDouble> figures) {
        LatencyColumns columns = new LatencyColumns();
        columns.count = count;
        columns.min = value(figures.apply(ProbeMeasure.MIN));
        columns.mean = value(figures.apply(ProbeMeasure.MEAN));
        columns.stddev = value(figures.apply(ProbeMeasure.STDDEV));
        columns.p50 = value(figures.apply(ProbeMeasure.P50));
        columns.p90 = value(figures.apply(ProbeMeasure.P90));
        columns.p95 = value(figures.apply(ProbeMeasure.P95));
        columns.p99 = value(figures.apply(ProbeMeasure.P99));
        columns.p999 = value(figures.apply(ProbeMeasure.P999));
        columns.max = value(figures.apply(ProbeMeasure.MAX));
        columns.iqr = value(figures.apply(ProbeMeasure.IQR));
        return columns;
    }

    static @Nullable Double value(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }
}
