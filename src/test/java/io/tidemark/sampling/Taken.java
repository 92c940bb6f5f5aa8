package io.tidemark.sampling;

import io.tidemark.metric.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One reading of a sampler, by the written form of its series. */
final class Taken {

    private static final int TURNS_BETWEEN_LOOKS = 50_000;

    /** What needs no more than a moment is never given up. */
    static final Patience PATIENTLY = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1));

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Taken() {}

    static Map<String, Double> from(Sampler sampler) {
        Readings readings = new Readings(NOW);
        try {
            sampler.read(readings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return by(readings);
    }

    static Map<String, Double> by(Readings readings) {
        Map<String, Double> values = new TreeMap<>();
        for (Sample sample : readings.samples()) {
            values.put(sample.series().toString(), sample.value());
        }
        return values;
    }

    static double value(Map<String, Double> values, String series) {
        return Objects.requireNonNull(values.get(series), series);
    }

    /**
     * Keeps a processor busy in user mode until something is so. A look at the clock of a thread is a call of the
     * kernel, so that looking alone would be counted as time of the system.
     */
    static long spinUntil(BooleanSupplier so) {
        long spun = 0;
        while (!so.getAsBoolean()) {
            for (int turn = 0; turn < TURNS_BETWEEN_LOOKS; turn++) {
                spun = spun * 31 + 7;
            }
        }
        return spun;
    }
}
