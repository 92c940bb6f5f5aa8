package io.tidemark.intake;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.ProbeMeasure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a results file says of one benchmark.
 *
 * @param name as the file has it (`CartBench.add-avgt`); empty when the file as a whole is one result
 * @param startedAt when it was measured; null when the file does not say
 * @param measured how long the measuring took; zero when the file does not say
 * @param latency of the iterations that succeeded; empty when the file has nothing but figures about them
 * @param failed latencies of the iterations that failed, by kind
 * @param figures what the tool itself says, under the names of measures; one each
 * @param notes what a reader should know, one sentence each
 */
public record Imported(String name, @Nullable Instant startedAt, Duration measured, Distribution latency,
        Map<String, Distribution> failed, List<Figure> figures, List<String> notes) {

    public Imported {
        failed = Collections.unmodifiableMap(new TreeMap<>(failed));
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    Imported named(String other) {
        return new Imported(other, startedAt, measured, latency, failed, figures, notes);
    }

    Imported startedAt(@Nullable Instant moment) {
        return new Imported(name, moment, measured, latency, failed, figures, notes);
    }

    /** Failed iterations by kind. */
    public Map<String, Long> errors() {
        Map<String, Long> errors = new TreeMap<>();
        failed.forEach((kind, latencies) -> errors.put(kind, latencies.count()));
        return errors;
    }

    /** Whether there were iterations, and none that succeeded, neither with a time nor without. */
    public boolean allFailed() {
        return !failed.isEmpty() && latency.isEmpty()
                && measures().getOrDefault(ProbeMeasure.ERROR_RATE.measure(), 1d) >= 1;
    }

    /** The figures by the words used in rules. */
    public Map<String, Double> measures() {
        Map<String, Double> measures = new TreeMap<>();
        figures.forEach(figure -> measures.put(figure.measure(), figure.value()));
        return measures;
    }
}
