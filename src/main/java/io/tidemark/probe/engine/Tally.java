package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Outcome;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.workload.Measured;
import io.tidemark.probe.workload.Verification;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What all workers of a run have seen, added up. */
final class Tally implements Measured {

    private static final Set<String> LATE = Set.of(Kind.TIMEOUT.code(), Kind.POOL.code(), Kind.UNSTARTED.code());

    private final Map<String, Histogram> operations = new HashMap<>();
    private final Map<String, Histogram> phases = new HashMap<>();
    private final Map<Kind, Histogram> failed = new EnumMap<>(Kind.class);
    private final Map<String, Long> errors = new TreeMap<>();
    private @Nullable Failure reason;
    private long connects;

    static Tally of(Iterable<Recorder> recorders) {
        Tally tally = new Tally();
        recorders.forEach(recorder -> recorder.addTo(tally));
        return tally;
    }

    void operation(String name, Histogram seen) {
        operations.computeIfAbsent(name, _ -> Distribution.empty()).add(seen);
    }

    void phase(String name, Histogram seen) {
        phases.computeIfAbsent(name, _ -> Distribution.empty()).add(seen);
    }

    void failed(Kind kind, Histogram seen) {
        failed.computeIfAbsent(kind, _ -> Distribution.empty()).add(seen);
    }

    void connects(long opened) {
        connects += opened;
    }

    /** Connections that were opened for the run. */
    long connects() {
        return connects;
    }

    void errors(Kind kind, long count) {
        errors.merge(kind.code(), count, Long::sum);
    }

    /** The first reason stands, but whatever is not a time-out says more than one. */
    void reason(Failure failure) {
        if (reason == null || (reason.kind() == Kind.TIMEOUT && failure.kind() != Kind.TIMEOUT)) {
            reason = failure;
        }
    }

    @Override
    public Distribution operation(String name) {
        return distribution(operations.get(name));
    }

    @Override
    public Distribution phase(String name) {
        return distribution(phases.get(name));
    }

    Map<String, Distribution> operations() {
        return distributions(operations);
    }

    Map<String, Distribution> phases() {
        return distributions(phases);
    }

    /** Latencies of failures that were no matter of time, by kind. */
    Map<String, Distribution> failed() {
        Map<String, Histogram> byCode = new HashMap<>();
        failed.forEach((kind, seen) -> byCode.put(kind.code(), seen));
        return distributions(byCode);
    }

    Map<String, Long> errors() {
        return errors;
    }

    /** @param unverified why there is no verification, when there is none */
    Outcome outcome(Optional<Verification> verification, String unverified) {
        if (successes() == 0) {
            return unsuccessful();
        }
        return verification.map(Tally::verified).orElseGet(
                () -> new Outcome.Failed("could not be verified: " + unverified));
    }

    private static Outcome verified(Verification verification) {
        return verification.violations().isEmpty()
                ? new Outcome.Succeeded()
                : new Outcome.Violated(String.join("; ", verification.violations()));
    }

    private Outcome unsuccessful() {
        String why = reason == null ? "no operation was finished" : reason.sentence();
        boolean late = errors.keySet().stream().allMatch(LATE::contains);
        return late ? new Outcome.TimedOut(why) : new Outcome.Failed(why);
    }

    boolean isEmpty() {
        return successes() == 0 && errors.isEmpty();
    }

    long successes() {
        long latencies = operations.values().stream().mapToLong(Histogram::getTotalCount).sum();
        return latencies - Arrays.stream(Kind.values()).filter(Kind::isLatency)
                .mapToLong(kind -> errors.getOrDefault(kind.code(), 0L)).sum();
    }

    private static Distribution distribution(@Nullable Histogram histogram) {
        return histogram == null ? Distribution.EMPTY : Distribution.of(histogram);
    }

    private static Map<String, Distribution> distributions(Map<String, Histogram> histograms) {
        Map<String, Distribution> all = new TreeMap<>();
        histograms.forEach((name, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                all.put(name, Distribution.of(histogram));
            }
        });
        return all;
    }
}
