package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.workload.Stopwatch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has seen. Recording happens between operations and allocates nothing once every name was used; the
 * lock is only ever contended when a worker that was given up comes back late.
 */
final class Recorder {

    static final String POOL_WAIT = "pool_wait";

    private final Map<String, Histogram> operations = new HashMap<>();
    private final Map<String, Histogram> phases = new HashMap<>();
    private final Histogram waits = Distribution.empty();
    private final Histogram failed = Distribution.empty();
    private final Map<Kind, Long> errors = new EnumMap<>(Kind.class);
    private final String timeouts;
    private final long limitNanos;
    private @Nullable Failure first;
    private boolean closed;

    /**
     * @param timeouts the operation that timed-out ones count under
     * @param limit what a timed-out operation has taken at the least
     */
    Recorder(String timeouts, Duration limit) {
        this.timeouts = timeouts;
        this.limitNanos = limit.toNanos();
    }

    synchronized void success(Stopwatch watch) {
        if (closed) {
            return;
        }
        record(histogram(operations, watch.operation()), watch.nanos());
        for (int i = 0; i < watch.phases(); i++) {
            record(histogram(phases, watch.phase(i)), watch.phaseNanos(i));
        }
    }

    /** A failure is never dropped: a timed-out one is a latency, any other has a histogram of its own. */
    synchronized void failure(long nanos, Failure failure) {
        if (closed) {
            return;
        }
        if (failure.kind() == Kind.TIMEOUT) {
            record(histogram(operations, timeouts), Math.max(nanos, limitNanos));
        } else {
            record(failed, nanos);
        }
        errors.merge(failure.kind(), 1L, Long::sum);
        first = first == null ? failure : first;
    }

    synchronized void waited(long nanos) {
        if (!closed) {
            record(waits, nanos);
        }
    }

    /** Forgets the operations so far, which were warm-up. */
    synchronized void startMeasuring() {
        operations.values().forEach(Histogram::reset);
        phases.values().forEach(Histogram::reset);
        failed.reset();
        errors.clear();
        first = null;
    }

    /** Whatever comes later is not part of the run. */
    synchronized void close() {
        closed = true;
    }

    synchronized void addTo(Tally tally) {
        operations.forEach((name, histogram) -> tally.operation(name, histogram));
        phases.forEach((name, histogram) -> tally.phase(name, histogram));
        tally.phase(POOL_WAIT, waits);
        tally.failed(failed);
        errors.forEach(tally::errors);
        if (first != null) {
            tally.reason(first);
        }
    }

    private static Histogram histogram(Map<String, Histogram> histograms, String name) {
        Histogram known = histograms.get(name);
        if (known == null) {
            known = Distribution.empty();
            histograms.put(name, known);
        }
        return known;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 1, Distribution.HIGHEST_NANOS));
    }
}
