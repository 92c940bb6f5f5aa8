package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.probe.command.Program;
import io.tidemark.probe.command.ResultsFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The user's own program, and what is read of it.
 *
 * @param declared measures it may write, by name
 * @param work what it gets done each time
 * @param results where it writes results
 * @param patience how long after the beginning of a run it is ended
 * @param grace between being asked to end and being killed
 */
public record Command(Program program, Map<String, Metric> declared, Optional<Work> work, Optional<ResultsFile> results,
        Duration patience, Duration grace) implements Task {

    /** What a program gets done each time. */
    public sealed interface Work {

        /** Whether it is counted in seconds of what is worked on, such as a film's. */
        boolean isTime();

        /** Always the same. */
        record Fixed(double units, boolean isTime) implements Work {}

        /** What a declared measure says. */
        record Told(String measure, boolean isTime) implements Work {}
    }

    public Command {
        declared = Map.copyOf(declared);
    }

    /** What a program changes is its own business: it is neither asked for nor kept from it. */
    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public List<Metric> measures() {
        return List.copyOf(declared.values());
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
