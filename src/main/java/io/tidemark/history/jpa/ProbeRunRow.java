package io.tidemark.history.jpa;

import io.tidemark.history.store.Distributions;
import io.tidemark.history.store.RunSummary;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/** One run: its figures as columns for those who ask in SQL, its latencies encoded for those who merge. */
@Entity
@Table(name = "probe_run")
class ProbeRunRow {

    private static final double NANOS = 1e9;

    @Id
    @Column(name = "id")
    long id;

    @Column(name = "instance")
    String instance = "";

    @Column(name = "probe")
    String probe = "";

    @Column(name = "workload")
    String workload = "";

    @Column(name = "target")
    String target = "";

    @Column(name = "started_at")
    Instant startedAt = Instant.EPOCH;

    @Column(name = "took_seconds")
    double tookSeconds;

    @Column(name = "measured_seconds")
    double measuredSeconds;

    @Column(name = "outcome")
    String outcome = "";

    @Column(name = "reason")
    String reason = "";

    @Column(name = "operations")
    long operations;

    @Column(name = "failures")
    long failures;

    @Column(name = "throughput")
    double throughput;

    @Column(name = "error_rate")
    @Nullable
    Double errorRate;

    @Embedded
    LatencyColumns latency = new LatencyColumns();

    @Column(name = "pool_wait")
    @Nullable
    Double poolWait;

    @Column(name = "errors")
    String errors = "{}";

    @Column(name = "measures")
    String measures = "{}";

    @Column(name = "violation_count")
    int violationCount;

    @Column(name = "violations")
    String violations = "[]";

    @Column(name = "cpu_seconds")
    double cpuSeconds;

    @Column(name = "cpu_share")
    double cpuShare;

    @Column(name = "allocated_bytes")
    long allocatedBytes;

    @Column(name = "host_cpu_utilization")
    @Nullable
    Double hostCpuUtilization;

    @Column(name = "host_steal_share")
    @Nullable
    Double hostStealShare;

    @Column(name = "host_cpu_pressure")
    @Nullable
    Double hostCpuPressure;

    @Column(name = "host_throttled_seconds")
    @Nullable
    Double hostThrottledSeconds;

    @Column(name = "gc_pause_seconds")
    double gcPauseSeconds;

    @Column(name = "lag_seconds")
    @Nullable
    Double lagSeconds;

    @Column(name = "notes")
    String notes = "[]";

    @Column(name = "stages")
    String stages = "[]";

    @Column(name = "fence")
    long fence;

    @Column(name = "distributions")
    byte[] distributions = {};

    ProbeRunRow() {}

    ProbeRunRow(long id) {
        this.id = id;
    }

    static ProbeRunRow of(Run run) {
        ProbeRunRow row = new ProbeRunRow(run.id());
        row.describe(run);
        row.count(run);
        row.measure(run);
        row.accompany(run);
        return row;
    }

    Run toRun() {
        Distributions latencies = Distributions.decode(distributions);
        return new Run(id, instance, probe, workload, target, startedAt, duration(tookSeconds),
                duration(measuredSeconds), Outcome.of(outcome, reason), latencies.operations(), latencies.failed(),
                Json.counts(errors), latencies.phases(), Json.figures(measures), Json.sentences(violations),
                cost(),
                new Conditions(hostCpuUtilization, hostStealShare, hostCpuPressure, hostThrottledSeconds,
                        gcPauseSeconds, lagSeconds),
                new Run.Course(Json.sentences(notes), Json.stages(stages)),
                fence);
    }

    /** What the tiers need of it, without reading its histograms. */
    RunSummary toSummary() {
        Map<String, Double> sums = new HashMap<>(Json.figures(measures));
        if (cost().isKnown()) {
            sums.put(ProbeMeasure.CPU_SHARE.measure(), cpuShare);
        }
        Map<String, Long> counts = new HashMap<>();
        sums.keySet().forEach(measure -> counts.put(measure, 1L));
        boolean verified = tookSeconds > 0 && Outcome.of(outcome, reason).wasVerified();
        return new RunSummary(startedAt.toEpochMilli(), 1, verified ? 1 : 0, operations, failures, measuredSeconds,
                cpuSeconds, allocatedBytes, verified ? violationCount : 0, Json.counts(errors), Map.of(outcome, 1L),
                sums, counts,
                distributions);
    }

    private Run.Cost cost() {
        return new Run.Cost(cpuSeconds, allocatedBytes, cpuShare);
    }

    private void describe(Run run) {
        instance = run.instance();
        probe = run.probe();
        workload = run.workload();
        target = run.target();
        startedAt = run.startedAt();
        tookSeconds = run.took().toNanos() / NANOS;
        measuredSeconds = run.measured().toNanos() / NANOS;
        outcome = run.outcome().code();
        reason = Json.bounded(run.outcome().reason());
        fence = run.fence();
    }

    private void count(Run run) {
        operations = run.attempts();
        failures = run.failures();
        throughput = value(run, ProbeMeasure.THROUGHPUT).orElse(0);
        errorRate = LatencyColumns.value(value(run, ProbeMeasure.ERROR_RATE));
        errors = Json.write(run.errors());
        measures = Json.write(run.measures());
        violationCount = run.violations().size();
        violations = Json.write(run.violations());
    }

    private void measure(Run run) {
        latency = LatencyColumns.of(run.latency().count(), measure -> value(run, measure));
        poolWait = LatencyColumns.value(value(run, ProbeMeasure.POOL_WAIT));
        distributions = Distributions.of(run).encode();
    }

    private void accompany(Run run) {
        cpuSeconds = run.cost().cpuSeconds();
        cpuShare = run.cost().cpuShare();
        allocatedBytes = run.cost().allocatedBytes();
        hostCpuUtilization = run.conditions().cpuUtilization();
        hostStealShare = run.conditions().stealShare();
        hostCpuPressure = run.conditions().cpuPressure();
        hostThrottledSeconds = run.conditions().throttledSeconds();
        gcPauseSeconds = run.conditions().gcPauseSeconds();
        lagSeconds = run.conditions().lagSeconds();
        notes = Json.write(run.course().notes());
        stages = Json.write(run.course().stages());
    }

    private static OptionalDouble value(Run run, ProbeMeasure measure) {
        return ProbeMeasure.value(run, measure.measure(), Labels.NONE);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS));
    }
}
