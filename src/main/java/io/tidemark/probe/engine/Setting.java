package io.tidemark.probe.engine;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Workload;

/**
 * What the parts of one run share.
 *
 * @param over when measuring ends, as {@link System#nanoTime()}
 */
record Setting<S extends Session>(Workload<S> workload, Assignment assignment, SessionPool pool, Lending lending,
        Load load, long over) {

    S lend(SessionPool.Timing timing) throws Exception {
        return workload.on().cast(lending.lend(pool, timing));
    }

    void takeBack(S session) {
        lending.takeBack(pool, session);
    }

    Operation operation(S session, int worker) throws Exception {
        return workload.operation(session, assignment, worker);
    }

    boolean isOver(long now) {
        return now - over >= 0;
    }

    /** Warm-up leaves two thirds of the time there is to the operations that count. */
    long warmUntil(long now) {
        return now + Math.max(0, over - now) / 3;
    }

    Recorder recorder() {
        return new Recorder(workload.traits().operations().getFirst(), load, load.limit());
    }

    String targetName() {
        return pool.target().name();
    }

    String late() {
        return targetName() + " did not answer within the deadline of the run";
    }

    /** A session that was cut at the deadline seems lost to whoever waited on it. */
    Failure explain(Throwable failure) {
        if (lending.isCut()) {
            return new Failure(Kind.TIMEOUT, late());
        }
        return failure instanceof ProbeException known ? known.failure() : pool.target().explain(failure);
    }
}
