package io.tidemark.probe.engine;

import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.HostConditions.Usage;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Makes a run of what an attempt has seen. */
record Account<S extends Session>(Attempt<S> attempt, Load load, Usage usage) {

    static final String COLD = "cold";
    static final String REUSE_RATE = "reuse_rate";
    static final String LEAKS = "leaks";
    static final String MEMORY_GROWTH = "memory_growth";
    static final String PROCESS_CPU = "process_cpu";
    static final String PROCESS_GROWTH = "process_growth";

    Run of(Assignment assignment, String workload, Instant startedAt, Duration took, Conditions conditions) {
        Tally tally = Tally.of(attempt.recorders());
        Optional<Verification> verification = attempt.verification();
        List<String> violations = verification.map(Verification::violations).orElse(List.of());
        Duration measured = attempt.crowd().measured(took);
        Outcome outcome = tally.outcome(verification, attempt.unverified());
        return new Run(assignment.run(), assignment.instance(), assignment.probe(), workload,
                assignment.target().name(), startedAt, took, measured, outcome, tally.operations(), tally.failed(),
                tally.errors(), tally.phases(), measures(tally), violations, cost(measured), conditions,
                new Run.Course(notes(), attempt.stages()), 0);
    }

    private Map<String, Double> measures(Tally tally) {
        Map<String, Double> measures = new HashMap<>(attempt.measures());
        attempt.cold().ifPresent(seconds -> measures.put(COLD, seconds));
        attempt.ascent().ifPresent(ascent -> measures.putAll(ascent.measures()));
        long taken = attempt.seats().taken();
        if (attempt.seats().areShared() && taken > 0) {
            measures.put(REUSE_RATE, Math.max(0, 1 - tally.connects() / (double) taken));
            measures.put(LEAKS, (double) attempt.seats().leaks());
        }
        put(measures, MEMORY_GROWTH, usage.memoryGrowth());
        put(measures, PROCESS_CPU, usage.processCpu());
        put(measures, PROCESS_GROWTH, usage.processGrowth());
        return measures;
    }

    private static void put(Map<String, Double> measures, String name, @Nullable Double value) {
        if (value != null) {
            measures.put(name, value);
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!attempt.crowd().isSteady()) {
            notes.add("latencies had not settled when measuring began: in the whole warm-up no three medians in a row"
                    + " came within 15 % of one another");
        }
        attempt.ascent().ifPresent(ascent -> notes.addAll(ascent.notes()));
        return notes;
    }

    private Run.Cost cost(Duration measured) {
        Meter sum = attempt.crowd().cost();
        double available = (double) measured.toNanos() * Runtime.getRuntime().availableProcessors();
        return new Run.Cost(sum.cpuNanos() / 1e9, sum.allocatedBytes(),
                available > 0 ? Math.min(1, sum.cpuNanos() / available) : 0);
    }
}
