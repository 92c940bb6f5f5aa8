package io.tidemark.history.jpa;

import io.tidemark.history.store.Distributions;
import io.tidemark.history.store.RunSummary;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.ProbeMeasure;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The runs of one probe and hour merged, in columns that SQL can read. */
@Entity
@Table(name = "run_hour")
class RunHourRow {

    @EmbeddedId
    RunHourKey key = new RunHourKey("", Instant.EPOCH, "");

    @Column(name = "runs")
    long runs;

    @Column(name = "verified_runs")
    long verifiedRuns;

    @Column(name = "operations")
    long operations;

    @Column(name = "failures")
    long failures;

    @Column(name = "throughput")
    double throughput;

    @Column(name = "error_rate")
    @Nullable
    Double errorRate;

    @Column(name = "measured_seconds")
    double measuredSeconds;

    @Embedded
    LatencyColumns latency = new LatencyColumns();

    @Column(name = "pool_wait")
    @Nullable
    Double poolWait;

    @Column(name = "errors")
    String errors = "{}";

    @Column(name = "outcomes")
    String outcomes = "{}";

    @Column(name = "measure_sums")
    String measureSums = "{}";

    @Column(name = "measure_counts")
    String measureCounts = "{}";

    @Column(name = "violation_count")
    long violationCount;

    @Column(name = "cpu_seconds")
    double cpuSeconds;

    @Column(name = "allocated_bytes")
    long allocatedBytes;

    @Column(name = "distributions")
    byte[] distributions = {};

    RunHourRow() {}

    RunHourRow(RunHourKey key) {
        this.key = key;
    }

    static RunHourRow of(RunHourKey key, RunSummary whole) {
        RunHourRow row = new RunHourRow(key);
        row.count(whole);
        row.measure(whole);
        row.accompany(whole);
        return row;
    }

    RunSummary summary() {
        return new RunSummary(key.startAt().toEpochMilli(), runs, verifiedRuns, operations, failures, measuredSeconds,
                cpuSeconds, allocatedBytes, violationCount, Json.counts(errors), Json.counts(outcomes),
                Json.figures(measureSums), Json.counts(measureCounts), distributions);
    }

    private void count(RunSummary whole) {
        runs = whole.runs();
        verifiedRuns = whole.verified();
        operations = whole.operations();
        failures = whole.failures();
        throughput = whole.throughput();
        errorRate = operations == 0 ? null : Double.valueOf(failures / (double) operations);
        violationCount = whole.violations();
        errors = Json.write(whole.errors());
        outcomes = Json.write(whole.outcomes());
    }

    private void measure(RunSummary whole) {
        Distributions all = Distributions.decode(whole.distributions());
        Distribution latency = Distribution.merge(all.operations().values());
        // Only timed-out operations is no success, as with a single run.
        Distribution told = operations > failures ? latency : Distribution.EMPTY;
        this.latency = LatencyColumns.of(latency.count(), measure -> measure.of(told));
        poolWait = LatencyColumns.value(
                ProbeMeasure.P95.of(all.phases().getOrDefault("pool_wait", Distribution.EMPTY)));
        distributions = whole.distributions();
    }

    private void accompany(RunSummary whole) {
        measuredSeconds = whole.measuredSeconds();
        cpuSeconds = whole.cpuSeconds();
        allocatedBytes = whole.allocatedBytes();
        measureSums = Json.write(whole.sums());
        measureCounts = Json.write(whole.counts());
    }
}
