package io.tidemark.probe.workload;

/** What one worker does again and again, on one session. */
public interface Operation extends AutoCloseable {

    /** Does it once; what is timed lies between the stopwatch's start and stop. Throws when it failed. */
    void run(Stopwatch watch) throws Exception;

    /** Whether it can go on after a failure although the worker's own session still works. */
    default boolean isUsable() {
        return true;
    }

    @Override
    default void close() throws Exception {}
}
