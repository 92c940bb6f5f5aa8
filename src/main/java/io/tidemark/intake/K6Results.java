package io.tidemark.intake;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Excerpt;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.io.Reader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A summary of k6, which is one result: what `--summary-export` writes, what a script gets in `handleSummary`, and what
 * both are with `--new-machine-readable-summary`. There are no single values in it, so there is no distribution.
 */
final class K6Results implements ResultsFormat {

    @Override
    public String name() {
        return "k6";
    }

    @Override
    public List<Imported> read(Reader file) {
        return JsonText.read(file, json -> List.of(new Summary(json).read()));
    }

    /** The three shapes differ in where the metrics are and in how much is said of each. */
    private static final class Summary {

        private static final int MOST_METRICS = 1_000;

        private final JsonText json;
        private final Map<String, K6Metric> metrics = new LinkedHashMap<>();
        private boolean tellsThresholds = true;
        private double seconds;
        private @Nullable Instant writtenAt;

        Summary(JsonText json) {
            this.json = json;
        }

        Imported read() {
            json.object(field -> {
                switch (field) {
                    case "metrics" -> metrics();
                    case "results" -> results();
                    case "state" -> json.only("testRunDurationMs", () -> seconds = json.amount() / 1_000);
                    case "config" -> json.only("duration", () -> seconds = json.amount());
                    case "metadata" -> json.only("generatedAt", () -> writtenAt = Moments.read(json));
                    default -> json.skip();
                }
            });
            if (metrics.isEmpty()) {
                throw json.refused("there are no metrics: this is no summary of k6");
            }
            return imported();
        }

        private Imported imported() {
            Figures figures = new Figures(json);
            K6Work work = K6Work.of(metrics);
            work.addTo(figures, seconds);
            metrics.values().forEach(metric -> metric.addTo(figures));
            if (tellsThresholds) {
                int breached = metrics.values().stream().mapToInt(K6Metric::breached).sum();
                figures.add("thresholds_failed", Unit.ONE, Better.LOWER, (double) breached);
            }
            List<String> notes = figures.notes();
            notes.add(work.note());
            Instant startedAt = writtenAt == null ? null : writtenAt.minus(Iterations.duration(seconds));
            return new Imported("", startedAt, Iterations.duration(seconds), Distribution.EMPTY, Map.of(),
                    figures.all(), notes);
        }

        /** Of the newest shape, which has no thresholds. */
        private void results() {
            tellsThresholds = false;
            json.object(this::ofResults);
        }

        private void ofResults(String field) {
            switch (field) {
                case "metrics" -> metrics();
                case "checks" -> json.object(this::ofResults);
                default -> json.skip();
            }
        }

        private void metrics() {
            if (json.isArray()) {
                json.array(() -> add(K6Metric.read(json, "")));
            } else {
                json.object(name -> add(K6Metric.read(json, name)));
            }
        }

        private void add(K6Metric metric) {
            if (metrics.put(metric.name(), metric) != null) {
                throw json.refused("the metric '" + Excerpt.of(metric.name()) + "' is there twice");
            }
            if (metrics.size() > MOST_METRICS) {
                throw json.refused("more than " + MOST_METRICS + " metrics");
            }
        }
    }
}
