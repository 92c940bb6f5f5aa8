package io.tidemark.probe.command;

import java.util.List;
import java.util.Optional;

/**
 * The processes of this machine, as far as this service may see them. What cannot be seen is left out: of what not every
 * system tells, nothing unless an implementation says more.
 */
interface Processes {

    /**
     * A process at one instant.
     *
     * @param name of what it executes, without arguments
     * @param session 0 where that is not told
     * @param started on a scale of the system's; with the pid it tells processes apart
     * @param cpuNanos processor time, that of children it has waited for included; 0 where that is not told
     * @param ended whether it only waits for its parent to notice that
     */
    record One(long pid, String name, long parent, long session, long started, long cpuNanos, boolean ended) {

        boolean isSameAs(One other) {
            return pid == other.pid && started == other.started;
        }
    }

    /**
     * Resident memory, in bytes.
     *
     * @param peak the most it has been
     */
    record Memory(long now, long peak) {}

    List<One> all();

    Optional<One> find(long pid);

    default Optional<Memory> memory(long pid) {
        return Optional.empty();
    }

    /**
     * The value of a variable in the environment it was started with; an empty text when it has none of that name.
     * Nothing when that cannot be read: it is another user's, or is just about to start.
     */
    default Optional<String> variable(One one, String name) {
        return Optional.empty();
    }

    /** Processor time of all children this service has waited for; empty where that is not told. */
    default Optional<Long> reapedNanos() {
        return Optional.empty();
    }

    default One self() {
        long pid = ProcessHandle.current().pid();
        return find(pid).orElseGet(() -> new One(pid, "java", 0, 0, 0, 0, false));
    }

    /** Whether it is still there: a pid alone may be another's by now. */
    default boolean isThere(One one) {
        return find(one.pid).filter(found -> found.isSameAs(one) && !found.ended).isPresent();
    }

    /** Asks a process to end, or ends it; nothing when it is gone meanwhile. */
    default void end(One one, boolean forcibly) {
        // The handle knows when its process began and leaves another one of the same pid alone.
        ProcessHandle.of(one.pid).filter(_ -> isThere(one)).ifPresent(handle -> {
            var _ = forcibly ? handle.destroyForcibly() : handle.destroy();
        });
    }
}
