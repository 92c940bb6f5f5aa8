package io.tidemark.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the latency of a probe spread over time, all operations merged, times in seconds.
 *
 * @param edges upper ends of the cells that are counted: those of a fixed grid, eight to a decade, from the first to
 * the last in use
 * @param items steps in which runs began, oldest first
 */
public record LatencyHistory(Duration step, List<Double> edges, List<Item> items) {

    /**
     * The runs of one step.
     *
     * @param time start of the step
     * @param operations tried ones, however they ended
     * @param failures failed and timed-out ones
     * @param p50 in the mean as results of other tools tell it; null when no operation succeeded, as the two that follow
     * @param counts operations by cell: within its edge and not within the one before; timed-out ones count at no less
     * than their deadline, as in every latency
     */
    public record Item(Instant time, long runs, long operations, long failures, @Nullable Double p50,
            @Nullable Double p95, @Nullable Double p99, List<Long> counts) {}
}
