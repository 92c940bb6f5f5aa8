package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the user wants done, where a workload does not bring that itself. Checked when it is configured. */
public sealed interface Task permits Query, Request, Chat, Command, Conversation {

    /** Whether it may change something. */
    boolean writes();

    /** Why it may not be done now; empty when it may. */
    default Optional<String> objection() {
        return Optional.empty();
    }

    /**
     * The same, with what must be remembered of it from run to run.
     *
     * @param file where that is kept over restarts, for this task alone
     */
    default Task remembering(Path file, InstantSource clock) {
        return this;
    }

    /** Figures it tells besides those of its workload, each called `probe.` and its name. */
    default List<Metric> measures() {
        return List.of();
    }
}
