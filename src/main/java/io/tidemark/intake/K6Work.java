package io.tidemark.intake;

import io.tidemark.metric.ProbeMeasure;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The work that a test of k6 is about, whose figures answer to the names every probe has: requests where there are any,
 * otherwise iterations. Of gRPC k6 counts no requests, so those of iterations stand for them.
 *
 * @param times how long one of it took
 * @param counted how often it was done
 * @param failed what share of it failed
 */
record K6Work(Optional<K6Metric> times, Optional<K6Metric> counted, Optional<K6Metric> failed) {

    private static final Map<String, ProbeMeasure> STATISTICS = Map.of("avg", ProbeMeasure.MEAN, "min",
            ProbeMeasure.MIN, "med", ProbeMeasure.P50, "max", ProbeMeasure.MAX, "p(90)", ProbeMeasure.P90, "p(95)",
            ProbeMeasure.P95, "p(99)", ProbeMeasure.P99, "p(99.9)", ProbeMeasure.P999);

    static K6Work of(Map<String, K6Metric> metrics) {
        if (metrics.containsKey("http_req_duration")) {
            return of(metrics, "http_req_duration", "http_reqs", "http_req_failed");
        }
        return metrics.containsKey("grpc_req_duration")
                ? of(metrics, "grpc_req_duration", "iterations", "")
                : of(metrics, "iteration_duration", "iterations", "");
    }

    private static K6Work of(Map<String, K6Metric> metrics, String times, String counted, String failed) {
        return new K6Work(Optional.ofNullable(metrics.get(times)), Optional.ofNullable(metrics.get(counted)),
                Optional.ofNullable(metrics.get(failed)));
    }

    /** @param seconds how long the test lasted; 0 when it is not known */
    void addTo(Figures figures, double seconds) {
        times.ifPresent(
                metric -> STATISTICS.forEach((statistic, measure) -> figures.add(measure, metric.value(statistic))));
        counted.ifPresent(metric -> {
            figures.add(ProbeMeasure.OPERATIONS, metric.value("count"));
            figures.add(ProbeMeasure.THROUGHPUT, rate(metric, seconds));
        });
        failed.map(metric -> first(metric.value("rate"), metric.value("value")))
                .ifPresent(share -> figures.add(ProbeMeasure.ERROR_RATE, share));
    }

    String note() {
        String what = Stream.of(times, counted, failed).flatMap(Optional::stream).map(K6Metric::name)
                .collect(Collectors.joining(", "));
        return "The figures that every probe has are those of " + (what.isEmpty() ? "nothing in this summary" : what);
    }

    private static @Nullable Double rate(K6Metric metric, double seconds) {
        Double told = metric.value("rate");
        Double count = metric.value("count");
        return told == null && count != null && seconds > 0 ? (Double) (count / seconds) : told;
    }

    private static @Nullable Double first(@Nullable Double one, @Nullable Double other) {
        return one == null ? other : one;
    }
}
