package io.tidemark.history.store;

import io.tidemark.history.store.Distributions.Group;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.LatencyTally;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Adds runs and summaries of runs up; histograms are merged without loss. Not safe for threads. */
public final class RunTally {

    private final LatencyReader reader;
    private final Map<Group, Map<String, LatencyTally>> latencies = new EnumMap<>(Group.class);
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<String, Double> sums = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long startMillis = Long.MAX_VALUE;
    private long runs;
    private long verified;
    private long operations;
    private long failures;
    private double measuredSeconds;
    private double cpuSeconds;
    private long allocatedBytes;
    private long violations;

    public RunTally(LatencyReader reader) {
        this.reader = reader;
    }

    public void add(RunSummary part) {
        startMillis = Math.min(startMillis, part.startMillis());
        runs += part.runs();
        verified += part.verified();
        operations += part.operations();
        failures += part.failures();
        measuredSeconds += part.measuredSeconds();
        cpuSeconds += part.cpuSeconds();
        allocatedBytes += part.allocatedBytes();
        violations += part.violations();
        part.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum));
        part.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        part.sums().forEach((measure, sum) -> sums.merge(measure, sum, Double::sum));
        part.counts().forEach((measure, count) -> counts.merge(measure, count, Long::sum));
        Distributions.visit(part.distributions(), (group, name, encoded) -> {
            LatencyTally tally = latencies.computeIfAbsent(group, _ -> new TreeMap<>())
                    .computeIfAbsent(name, _ -> new LatencyTally());
            if (encoded.length > 0) {
                reader.read(encoded, tally);
            }
        });
    }

    public RunSummary summary() {
        return new RunSummary(startMillis, runs, verified, operations, failures, measuredSeconds, cpuSeconds,
                allocatedBytes, violations, errors, outcomes, sums, counts, new Distributions(
                        merged(Group.OPERATIONS), merged(Group.FAILED), merged(Group.PHASES)).encode());
    }

    private Map<String, Distribution> merged(Group group) {
        Map<String, Distribution> merged = new TreeMap<>();
        latencies.getOrDefault(group, Map.of()).forEach((name, tally) -> merged.put(name, tally.toDistribution()));
        return merged;
    }
}
