package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Stopwatch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has seen, or several of a crowd. Recording happens between operations and allocates nothing once every
 * name was used; how much it holds depends on the names alone, whatever the rate.
 */
final class Recorder implements SessionPool.Timing {

    static final String POOL_WAIT = "pool_wait";
    static final String DNS = "dns";
    static final String CONNECT = "connect";
    static final String TLS = "tls";
    /** From when an operation was to begin until it did, in an open run. */
    static final String LAG = "lag";
    /** The operation by itself, where its latency counts from an earlier instant. */
    static final String SERVICE = "service";

    /** What it takes to get a session, of which there are too few to forget those of the warm-up. */
    private static final Set<String> OPENING = Set.of(POOL_WAIT, DNS, CONNECT, TLS);

    private final Map<String, Histogram> operations = new HashMap<>();
    private final Map<String, Histogram> phases = new HashMap<>();
    private final Map<Kind, Histogram> failed = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> errors = new EnumMap<>(Kind.class);
    private final String first;
    private final long limitNanos;
    private final boolean awaited;
    private final boolean open;
    private @Nullable Failure reason;
    private long connects;
    private boolean closed;

    /**
     * @param first the operation that timed-out ones count under
     * @param limit what a timed-out operation has taken at the least
     */
    Recorder(String first, Load load, Duration limit) {
        this.first = first;
        this.limitNanos = limit.toNanos();
        this.awaited = load.isAwaited();
        this.open = load.pace() instanceof Pace.Open;
    }

    /**
     * @param latency what whoever asked for the operation has waited
     * @param intended when it was to begin
     */
    synchronized void success(Stopwatch watch, long latency, long intended) {
        if (closed) {
            return;
        }
        record(histogram(operations, watch.operation()), latency);
        for (int i = 0; i < watch.phases(); i++) {
            record(histogram(phases, watch.phase(i)), watch.phaseNanos(i));
        }
        for (int i = 0; i < watch.parts(); i++) {
            record(histogram(phases, watch.part()), watch.partNanos(i));
        }
        if (awaited) {
            record(histogram(phases, SERVICE), watch.nanos());
        }
        if (open) {
            record(histogram(phases, LAG), watch.started() - intended);
        }
    }

    /**
     * A failure is never dropped: one that is a matter of time is a latency, any other has a histogram of its kind.
     */
    synchronized void failure(long nanos, Failure failure) {
        if (closed) {
            return;
        }
        Kind kind = failure.kind();
        if (kind.isLatency()) {
            record(histogram(operations, first), kind == Kind.TIMEOUT ? Math.max(nanos, limitNanos) : nanos);
        } else {
            record(failed.computeIfAbsent(kind, _ -> Distribution.empty()), nanos);
        }
        errors.merge(kind, 1L, Long::sum);
        reason = reason == null ? failure : reason;
    }

    @Override
    public synchronized void waited(long nanos) {
        if (!closed) {
            record(histogram(phases, POOL_WAIT), nanos);
        }
    }

    @Override
    public synchronized void lookedUp(long nanos) {
        if (!closed) {
            record(histogram(phases, DNS), nanos);
        }
    }

    @Override
    public synchronized void connected(long nanos) {
        if (!closed) {
            connects++;
            record(histogram(phases, CONNECT), nanos);
        }
    }

    /** Forgets the operations so far, which were warm-up; how long it took to get a session stays. */
    synchronized void startMeasuring() {
        operations.values().forEach(Histogram::reset);
        phases.forEach((name, histogram) -> {
            if (!OPENING.contains(name)) {
                histogram.reset();
            }
        });
        failed.values().forEach(Histogram::reset);
        errors.clear();
        reason = null;
    }

    /** Whatever comes later is not part of the run. */
    synchronized void close() {
        closed = true;
    }

    synchronized void addTo(Tally tally) {
        operations.forEach(tally::operation);
        phases.forEach(tally::phase);
        failed.forEach(tally::failed);
        errors.forEach(tally::errors);
        tally.connects(connects);
        if (reason != null) {
            tally.reason(reason);
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
