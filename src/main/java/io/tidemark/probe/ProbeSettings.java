package io.tidemark.probe;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is done to a target, and how often.
 *
 * @param target name of a configured target
 * @param workload what to do, for example `point-read`
 * @param every interval between runs, 30 s by default
 * @param concurrency workers at once, 1 by default
 * @param operations measured operations of a run over all workers, 100 by default
 * @param warmup operations before the measured ones, in none of the figures; 10 by default
 * @param rows rows or keys the workload prepares, 1000 by default
 * @param deadline the longest a run may take, 10 s by default
 * @param source the target a cache is filled from (`read-through`)
 * @param thresholds rules on this probe's measures
 * @param load how the load comes about; a closed loop of `concurrency` workers by default
 * @param faults what goes wrong on purpose
 * @param sql the statement of the workload `sql`
 * @param http the request of the workload `request`
 * @param process name of a watched process whose cost is told with each run
 * @param chat the prompts of the workloads `chat` and `chat-batch`
 * @param command the program of the workload `command`
 * @param socket what is said over a WebSocket by the workloads that open one
 */
public record ProbeSettings(@Nullable String target, @Nullable String workload, @Nullable Duration every,
        @Nullable Integer concurrency, @Nullable Integer operations, @Nullable Integer warmup, @Nullable Integer rows,
        @Nullable Duration deadline, @Nullable String source, @Nullable List<String> thresholds,
        @Nullable LoadSettings load, @Nullable FaultSettings faults, @Nullable SqlSettings sql,
        @Nullable HttpSettings http, @Nullable String process, @Nullable ChatSettings chat,
        @Nullable CommandSettings command, @Nullable SocketSettings socket) {}
