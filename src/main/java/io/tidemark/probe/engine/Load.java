package io.tidemark.probe.engine;

import java.time.Duration;

/**
 * How much a run does: a closed loop of so many workers.
 *
 * @param concurrency workers at once, each with a session of its own
 * @param operations measured operations over all workers
 * @param warmup operations before them, in none of the figures
 * @param rows rows or keys to work on
 * @param deadline the longest the whole run may take
 */
public record Load(int concurrency, int operations, int warmup, int rows, Duration deadline) {

    /** So many workers, one operation after another. */
    public static Load closed(int concurrency, int operations, int warmup, int rows, Duration deadline) {
        return new Load(concurrency, operations, warmup, rows, deadline);
    }

    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    /** The longest one connection attempt or operation may take: two in a row still leave time to tidy up. */
    Duration limit() {
        Duration quarter = deadline.dividedBy(4);
        return quarter.compareTo(LONGEST_CALL) < 0 ? quarter : LONGEST_CALL;
    }

    /** When measuring has to stop, so that verification and clean-up fit into the deadline. */
    Duration measuring() {
        return deadline.multipliedBy(7).dividedBy(10);
    }

    /** When every session is cut, so that the run ends within the deadline even when nothing answers. */
    Duration patience() {
        return deadline.multipliedBy(9).dividedBy(10);
    }

    int share(int total, int worker) {
        return total / concurrency + (worker < total % concurrency ? 1 : 0);
    }
}
