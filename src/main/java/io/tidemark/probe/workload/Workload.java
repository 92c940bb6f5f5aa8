package io.tidemark.probe.workload;

import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe does to a target. A new object is made for every run through a constructor without parameters, so that
 * its fields are the state of that run; the steps are called in this order. A step that cannot do its work throws,
 * and the engine accounts for it.
 *
 * <p>Adding one: a class `XWorkload` in this package, found by itself.
 *
 * @param <S> what it needs to talk to
 */
public interface Workload<S extends Session> {

    /** What is known of it before it runs. */
    Traits traits();

    /** The kind of session it runs on. */
    Class<S> on();

    /** Thresholds that come with it on such a target, in the grammar of rules. */
    List<String> rules(Target target, boolean hasSource);

    /** Whether it fills the target from a `source`. */
    default boolean takesSource() {
        return false;
    }

    /** What of the user's own it does; empty when it brings all of it. */
    default Optional<Class<? extends Task>> takes() {
        return Optional.empty();
    }

    /** Whether it uses the session it was prepared on while it is measured; otherwise that is given back meanwhile. */
    default boolean keepsSession() {
        return false;
    }

    /** The fewest operations before the measured ones, over all workers. */
    default int leastWarmup(int rows) {
        return 0;
    }

    /** Whether operations come before the measured ones until latencies have settled; not where each costs much. */
    default boolean warmsUp() {
        return true;
    }

    /** Whether the very first operation is one more and told on its own; not where first is as good as any other. */
    default boolean startsCold() {
        return true;
    }

    /** What it sends while it is measured, for people who want to read that before it runs. */
    List<String> statements(Assignment assignment);

    /** Makes ready what the operations need, and removes what a run that was killed has left. */
    void prepare(S session, Assignment assignment) throws Exception;

    /** The operation of one worker, which keeps its statements for the run. May be called again after a lost session. */
    Operation operation(S session, Assignment assignment, int worker) throws Exception;

    /** The measured operations come next: those so far were to get ready, and are in none of its latencies. */
    default void begin() {}

    /** Looks whether what must hold afterwards does, and derives further measures. */
    Verification verify(S session, Assignment assignment, Measured measured) throws Exception;

    /**
     * What a run that was not verified has come to all the same, such as what it has cost, by the names of its measures.
     * May be called while another thread is still at work.
     */
    default Map<String, Double> spent(Assignment assignment) {
        return Map.of();
    }

    /** Removes what this run has written. */
    void clean(S session, Assignment assignment) throws Exception;
}
