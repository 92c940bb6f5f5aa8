package io.tidemark.collect;

import io.tidemark.intake.Imported;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes runs of what other tools measured, and sends them the way of every measurement. */
public final class ResultRuns {

    /** What stands where the other runs have their target. */
    private static final String TARGET = "results";
    private static final String OPERATION = "iteration";

    private final String instance;
    private final Ids ids;
    private final InstantSource clock;
    private final Pipeline pipeline;

    ResultRuns(InstanceName instance, Ids ids, InstantSource clock, Pipeline pipeline) {
        this.instance = instance.value();
        this.ids = ids;
        this.clock = clock;
        this.pipeline = pipeline;
    }

    /**
     * Keeps and judges results, waiting for no disk.
     *
     * @param format what they were read from, told as the workload
     * @param names under which, one for each
     */
    public List<Run> take(String format, List<String> names, List<Imported> results) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Run run = run(format, names.get(i), results.get(i));
            pipeline.accept(Observation.of(run));
            runs.add(run);
        }
        return runs;
    }

    /** Of now, whenever it was measured: what is kept and judged goes by when it came. */
    private Run run(String format, String name, Imported result) {
        List<String> notes = new ArrayList<>(result.notes());
        if (result.startedAt() != null) {
            notes.add("Measured at " + result.startedAt());
        }
        return new Run(ids.next(), instance, name, format, TARGET, clock.instant(), Duration.ZERO, result.measured(),
                outcome(result), result.latency().isEmpty() ? Map.of() : Map.of(OPERATION, result.latency()),
                result.failed(), result.errors(), Map.of(), result.measures(), List.of(), Run.Cost.NONE,
                Conditions.UNKNOWN, new Run.Course(notes, List.of()), 0);
    }

    private static Outcome outcome(Imported result) {
        return result.allFailed() ? new Outcome.Failed("none of the iterations succeeded") : new Outcome.Succeeded();
    }
}
