package io.tidemark.export;

import io.tidemark.metric.Series;
import java.util.Set;

/**
 * The readings that Prometheus is not given, so that a service with nothing configured stays below 400 series. The page,
 * the rules and REST have them all.
 */
final class PageOnly {

    private static final String PROCESS = "process";
    private static final String SELF = "self";

    private static final Set<String> METRICS = Set.of("system.processes.running", "system.processes.created",
            "system.context_switches", "system.paging.faults", "system.paging.operations", "system.disk.reads",
            "system.disk.writes", "system.disk.read_time", "system.disk.write_time", "system.disk.pending_operations",
            "system.disk.queue_time", "system.network.dropped", "system.network.connections",
            "system.network.tcp.segments_sent", "system.network.tcp.listen_overflows", "container.cpu.time",
            "container.cpu.limit", "container.memory.usage", "container.memory.working_set", "container.memory.limit",
            "container.oom_kills");

    /** Prometheus has the like of our own process from Boot's meters. */
    private static final Set<String> OF_OURSELVES = Set.of("process.private", "process.start_time",
            "process.paging.faults", "process.disk.read", "process.disk.written", "process.context_switches");

    private PageOnly() {}

    static boolean has(Series series) {
        return METRICS.contains(series.metric())
                || (OF_OURSELVES.contains(series.metric()) && series.labels().get(PROCESS).equals(SELF));
    }
}
