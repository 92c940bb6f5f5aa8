package io.tidemark.probe.workload;

/** What the user wants done, where a workload does not bring that itself. Checked when it is configured. */
public sealed interface Task permits Query, Request, Conversation {

    /** Whether it may change something. */
    boolean writes();
}
