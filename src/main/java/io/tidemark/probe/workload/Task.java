package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import java.util.List;

/** What the user wants done, where a workload does not bring that itself. Checked when it is configured. */
public sealed interface Task permits Query, Request, Command {

    /** Whether it may change something. */
    boolean writes();

    /** Figures it tells besides those of its workload, each called `probe.` and its name. */
    default List<Metric> measures() {
        return List.of();
    }
}
