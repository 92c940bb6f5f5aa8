package io.tidemark.metric;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Metric.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures every run answers to, under the names used in rules (`p95`), in series (`probe.p95{probe="x"}`) and
 * in answers. A workload's own figures are in {@link Run#measures()} and answer to their names in the same way.
 */
@SuppressWarnings("ImmutableEnumChecker") // a Metric is a record of constants, the functions have no state
public enum ProbeMeasure {
    LATENCY("latency", Unit.SECONDS, Better.LOWER, "Latency of operations; for windows only", Kind.DISTRIBUTION),
    P50("p50", "Median latency", d -> d.percentile(50)),
    P90("p90", "90th percentile of latency", d -> d.percentile(90)),
    P95("p95", "95th percentile of latency", d -> d.percentile(95)),
    P99("p99", "99th percentile of latency", d -> d.percentile(99)),
    P999("p99.9", "99.9th percentile of latency", d -> d.percentile(99.9)),
    MIN("min", "Shortest latency", Distribution::min),
    MEAN("mean", "Mean latency", Distribution::mean),
    MAX("max", "Longest latency", Distribution::max),
    STDDEV("stddev", "Standard deviation of latency", Distribution::standardDeviation),
    IQR("iqr", "Interquartile range of latency", Distribution::interquartileRange),
    THROUGHPUT("throughput", Unit.PER_SECOND, Better.HIGHER, "Successful operations per second",
            run -> run.isCounted() && (run.successes() == 0 || !run.measured().isZero()) ? run.throughput() : null),
    OPERATIONS("operations", Unit.ONE, Better.NEITHER, "Operations tried",
            run -> run.isCounted() ? (double) run.attempts() : null),
    ERROR_RATE("error_rate", Unit.ONE, Better.LOWER, "Share of operations that failed or timed out",
            run -> run.attempts() == 0 ? null : run.failures() / (double) run.attempts()),
    VIOLATIONS("violations", Unit.ONE, Better.LOWER, "Things that must hold after a run and do not", // Whoever could not look has not seen that all is well.
            run -> run.wasVerified() ? (double) run.violations().size() : null),
    DURATION("duration", Unit.SECONDS, Better.LOWER, "Length of the measured part of a run",
            run -> run.measured().isZero() ? null : run.measured().toNanos() / 1e9),
    HIT_RATE("hit_rate", Unit.ONE, Better.HIGHER, "Share of lookups the cache answered", own("hit_rate")),
    SPEEDUP("speedup", Unit.ONE, Better.HIGHER, "Latency of the source over latency of the cache", own("speedup")),
    POOL_WAIT("pool_wait", Unit.SECONDS, Better.LOWER, "95th percentile of waiting for a connection",
            run -> run.phases().containsKey("pool_wait") ? run.phases().get("pool_wait").percentile(95) : null),
    COLD("cold", Unit.SECONDS, Better.LOWER, "Latency of the very first operation", own("cold")),
    REUSE_RATE("reuse_rate", Unit.ONE, Better.HIGHER, "Share of operations that found a connection open",
            own("reuse_rate")),
    LEAKS("leaks", Unit.ONE, Better.LOWER, "Shared connections that were taken and never came back", own("leaks")),
    BREAKING_POINT("breaking_point", Unit.ONE, Better.HIGHER,
            "Workers or arrivals per second at which the objective broke", own("breaking_point")),
    SUSTAINED_LEVEL("sustained_level", Unit.ONE, Better.HIGHER,
            "Highest workers or arrivals per second that kept the objective", own("sustained_level")),
    RECOVERY("recovery", Unit.SECONDS, Better.LOWER, "How long it took after an excess until all was as before",
            own("recovery")),
    CPU_SHARE("cpu_share", Unit.ONE, Better.LOWER, "Processor time of the run over wall time over cores",
            run -> run.cost().isKnown() ? run.cost().cpuShare() : null),
    ALLOCATED("allocated", Unit.BYTES, Better.LOWER, "Heap allocated by the run",
            run -> run.cost().isKnown() ? (double) run.cost().allocatedBytes() : null),
    MEMORY_GROWTH("memory_growth", Unit.BYTES, Better.LOWER,
            "Resident memory this process had more after the run than before", own("memory_growth")),
    PROCESS_CPU("process_cpu", Unit.ONE, Better.LOWER,
            "Share of all processors that the watched process used during the run", own("process_cpu")),
    PROCESS_GROWTH("process_growth", Unit.BYTES, Better.LOWER,
            "Resident memory the watched process had more after the run than before", own("process_growth"));

    /** What every probe measure's metric name starts with. */
    public static final String PREFIX = "probe.";

    private final String measure;
    private final Metric metric;
    private final Function<Run, OptionalDouble> whole;
    private final Function<Distribution, OptionalDouble> part;
    private final boolean ofLatencies;

    ProbeMeasure(String measure, String description, ToDoubleFunction<Distribution> statistic) {
        this.measure = measure;
        this.ofLatencies = true;
        this.metric = metric(measure, Unit.SECONDS, Kind.GAUGE, Better.LOWER, description);
        this.part = d -> d.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(statistic.applyAsDouble(d));
        // Only timed-out operations is no success: the rule says so instead of judging their deadline.
        this.whole = run -> run.successes() == 0 ? OptionalDouble.empty() : part.apply(run.latency());
    }

    ProbeMeasure(String measure, Unit unit, Better better, String description,
            Function<Run, @org.jspecify.annotations.Nullable Double> value) {
        this.measure = measure;
        this.ofLatencies = false;
        this.metric = metric(measure, unit, Kind.GAUGE, better, description);
        this.whole = run -> {
            Double known = value.apply(run);
            return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
        };
        this.part = _ -> OptionalDouble.empty();
    }

    ProbeMeasure(String measure, Unit unit, Better better, String description, Kind kind) {
        this.measure = measure;
        this.ofLatencies = true;
        this.metric = metric(measure, unit, kind, better, description);
        this.whole = _ -> OptionalDouble.empty();
        this.part = _ -> OptionalDouble.empty();
    }

    /** The word used in rules. */
    public String measure() {
        return measure;
    }

    /** The series' metric, called `probe.` and the measure. */
    public Metric metric() {
        return metric;
    }

    /** Whether the measure is a statistic of latencies, which `{operation=…}` and `{phase=…}` may narrow. */
    public boolean isLatency() {
        return ofLatencies;
    }

    /** The statistic of a distribution; empty when that is, or the measure is none of latencies. */
    public OptionalDouble of(Distribution latency) {
        return part.apply(latency);
    }

    public static Optional<ProbeMeasure> named(String measure) {
        return Arrays.stream(values()).filter(m -> m.measure.equals(measure)).findFirst();
    }

    /** Those that results of any other tool may tell. */
    public static List<ProbeMeasure> ofResults() {
        return List.of(MEAN, P50, P95, P99, THROUGHPUT, OPERATIONS, ERROR_RATE);
    }

    public static List<Metric> metrics() {
        return Arrays.stream(values()).map(ProbeMeasure::metric).toList();
    }

    /**
     * The value of a measure for a run; empty when the run has none (no operation succeeded, the workload does not
     * measure it, no such operation or phase). What the run itself says goes before what its latencies come to: results
     * of other tools may have no single latencies, or shorter ones than a distribution can tell apart.
     *
     * @param measure one of these or a name from {@link Run#measures()}
     * @param narrowed labels `operation` or `phase`; {@link Labels#NONE} for the whole run
     */
    public static OptionalDouble value(Run run, String measure, Labels narrowed) {
        Optional<ProbeMeasure> shared = named(measure);
        if (narrowed.isEmpty()) {
            Double told = run.measures().get(measure);
            return told == null
                    ? shared.map(known -> known.whole.apply(run)).orElse(OptionalDouble.empty())
                    : OptionalDouble.of(told);
        }
        return shared.flatMap(known -> distribution(run, narrowed).map(known.part)).orElse(OptionalDouble.empty());
    }

    /** The latencies the labels `operation` or `phase` pick; all of the run without either. */
    public static Optional<Distribution> distribution(Run run, Labels narrowed) {
        if (!narrowed.get("operation").isEmpty()) {
            return Optional.ofNullable(run.operations().get(narrowed.get("operation")));
        }
        if (!narrowed.get("phase").isEmpty()) {
            return Optional.ofNullable(run.phases().get(narrowed.get("phase")));
        }
        return Optional.of(run.latency());
    }

    private static Metric metric(String measure, Unit unit, Kind kind, Better better, String description) {
        return new Metric(PREFIX + measure, unit, kind, better, description);
    }

    private static Function<Run, @org.jspecify.annotations.Nullable Double> own(String name) {
        return run -> run.measures().get(name);
    }
}
