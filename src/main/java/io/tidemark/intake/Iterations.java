package io.tidemark.intake;

import io.tidemark.metric.Distribution;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Latencies of single iterations, as a file tells them one after the other. */
final class Iterations {

    private static final double NANOS = 1e9;

    private final Histogram nanos = Distribution.empty();
    private double seconds;

    /** Takes what took so long, not negative. */
    void add(double took) {
        add(took, 1);
    }

    void add(double took, long times) {
        nanos.recordValueWithCount(Math.min(Math.round(took * NANOS), Distribution.HIGHEST_NANOS), times);
        seconds += took * times;
    }

    long count() {
        return nanos.getTotalCount();
    }

    Distribution distribution() {
        return Distribution.of(nanos);
    }

    /** All of them one after the other. */
    Duration together() {
        return duration(seconds);
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * NANOS));
    }
}
