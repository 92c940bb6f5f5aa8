package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Run;
import java.time.Duration;

import org.HdrHistogram.Histogram;

/** A stretch of a run at one level, and what happened to the operations that were to begin in it. */
final class Stage {

    /** A step whose operations fail more often is broken, however fast the others are. */
    private static final double TOLERATED_FAILURES = 0.05;

    private final String name;
    private final double level;
    private final long from;
    private final long to;
    private final Histogram latencies = Distribution.empty();
    private long failures;

    /** @param from when it begins and ends, as {@link System#nanoTime()} */
    Stage(String name, double level, long from, long to) {
        this.name = name;
        this.level = level;
        this.from = from;
        this.to = to;
    }

    String name() {
        return name;
    }

    double level() {
        return level;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    synchronized void success(long nanos) {
        latencies.recordValue(Math.clamp(nanos, 1, Distribution.HIGHEST_NANOS));
    }

    synchronized void failure(long nanos) {
        success(nanos);
        failures++;
    }

    /** Whether its operations were fast and successful enough; none at all is not. */
    synchronized boolean keeps(Duration objective) {
        long all = latencies.getTotalCount();
        return all > 0 && failures <= all * TOLERATED_FAILURES
                && latencies.getValueAtPercentile(95) <= objective.toNanos();
    }

    synchronized long p95() {
        return latencies.getTotalCount() == 0 ? Long.MAX_VALUE : latencies.getValueAtPercentile(95);
    }

    synchronized Run.Stage figures() {
        Distribution seen = Distribution.of(latencies);
        return new Run.Stage(name, level, (to - from) / 1e9, seen.count(), failures, seen.percentile(50),
                seen.percentile(95), seen.percentile(99));
    }
}
