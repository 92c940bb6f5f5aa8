package io.tidemark.sampling;

import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a sampler saw at one instant, and which parts it could not see. */
final class Readings {

    private final Instant at;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Readings(Instant at) {
        this.at = at;
    }

    /** @param value in the metric's base unit; NaN for "not readable", which is left out */
    void add(Series series, double value) {
        if (Double.isFinite(value)) {
            samples.add(new Sample(series, at, value));
        }
    }

    void add(Series series, long value) {
        add(series, (double) value);
    }

    /** A value of which 0 means that the system does not tell. */
    void addPositive(Series series, long value) {
        if (value > 0) {
            add(series, value);
        }
    }

    /** Reads something whose failure must not cost the rest. */
    void part(Part part) {
        try {
            part.read();
        } catch (IOException | RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    void failed(Throwable cause) {
        String message = cause.getMessage();
        failed(message == null ? cause.getClass().getSimpleName() : message.lines().findFirst().orElse(""));
    }

    void failed(String sentence) {
        failures.add(sentence);
    }

    List<Sample> samples() {
        return samples;
    }

    List<String> failures() {
        return failures;
    }

    /** One thing to read. */
    interface Part {
        void read() throws IOException;
    }
}
