package io.tidemark.probe.engine;

import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Task;
import io.tidemark.probe.workload.Workload;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a probe runs.
 *
 * @param workload makes the object of one run
 * @param source where a cache is filled from
 * @param task what of the user's own is done
 * @param process name of a watched process whose use is told with the run
 */
public record Plan(String probe, Supplier<? extends Workload<?>> workload, SessionPool target,
        @Nullable SessionPool source, Load load, @Nullable Task task, @Nullable String process) {

    public Plan(String probe, Supplier<? extends Workload<?>> workload, SessionPool target,
            @Nullable SessionPool source, Load load, @Nullable Task task) {
        this(probe, workload, target, source, load, task, null);
    }

    /** The same with another load. */
    public Plan with(Load other) {
        return new Plan(probe, workload, target, source, other, task, process);
    }

    /** Whether its operations write. */
    public boolean writes() {
        return workload.get().traits().writes() || (task != null && task.writes());
    }

    /** Why it may not be run now, whatever its target says. */
    public Optional<String> objection() {
        return task == null ? Optional.empty() : task.objection();
    }

    /** Shrunk to a single operation. */
    public Plan canary() {
        return with(load.canary());
    }
}
