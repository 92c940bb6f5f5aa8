package io.tidemark.intake;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.ProbeMeasure;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What `pytest --benchmark-json` writes: one result for each benchmark; all times in seconds. Older versions call a
 * test by `name` alone, and `--benchmark-save` leaves the single rounds out.
 */
final class PytestBenchmarkResults implements ResultsFormat {

    @Override
    public String name() {
        return "pytest-benchmark";
    }

    @Override
    public List<Imported> read(Reader file) {
        return JsonText.read(file, json -> new Document(json).read());
    }

    private static final class Document {

        private final JsonText json;
        private List<Imported> results = List.of();
        private @Nullable Instant at;

        Document(JsonText json) {
            this.json = json;
        }

        List<Imported> read() {
            json.object(field -> {
                switch (field) {
                    case "datetime" -> at = Moments.read(json);
                    case "benchmarks" -> results = json.list(() -> new Benchmark(json).read());
                    default -> json.skip();
                }
            });
            // It stands after the benchmarks.
            return results.stream().map(result -> result.startedAt(at)).toList();
        }
    }

    /** One benchmark, field after field. */
    private static final class Benchmark {

        private final JsonText json;
        private final Figures figures;
        private final Iterations rounds = new Iterations();
        private String name = "";
        private String fullName = "";
        private double total;

        Benchmark(JsonText json) {
            this.json = json;
            this.figures = new Figures(json);
        }

        Imported read() {
            json.object(field -> {
                switch (field) {
                    case "name" -> name = json.name();
                    case "fullname" -> fullName = json.name();
                    case "stats" -> json.object(this::statistic);
                    default -> json.skip();
                }
            });
            if (name.isEmpty() && fullName.isEmpty()) {
                throw json.refused("the benchmark has no field 'name'");
            }
            Distribution latency = rounds.distribution();
            return new Imported(fullName.isEmpty() ? name : fullName, null, measured(), latency, Map.of(),
                    figures.all(), List.of());
        }

        private Duration measured() {
            return total > 0 ? Iterations.duration(total) : rounds.together();
        }

        private void statistic(String field) {
            switch (field) {
                case "min" -> figures.add(ProbeMeasure.MIN, json.amount());
                case "max" -> figures.add(ProbeMeasure.MAX, json.amount());
                case "mean" -> figures.add(ProbeMeasure.MEAN, json.amount());
                case "stddev" -> figures.add(ProbeMeasure.STDDEV, json.amount());
                case "median" -> figures.add(ProbeMeasure.P50, json.amount());
                case "iqr" -> figures.add(ProbeMeasure.IQR, json.amount());
                case "ops" -> figures.add(ProbeMeasure.THROUGHPUT, json.amount());
                case "rounds" -> figures.add(ProbeMeasure.OPERATIONS, (double) json.count());
                case "total" -> total = json.amount();
                case "data" -> json.array(() -> rounds.add(json.amount()));
                default -> json.skip();
            }
        }
    }
}
