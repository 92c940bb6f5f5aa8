package io.tidemark.probe.engine;

import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Task;
import io.tidemark.probe.workload.Workload;
import io.tidemark.probe.workload.Workloads;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A workload on one worker, as the engine would run it, and the session it runs on. */
final class Bench {

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private Bench() {}

    /** Makes the bare operation of the session the engine works on. */
    interface Peer<S extends Session> {
        Alternation.Bare on(S session) throws Exception;
    }

    @SuppressWarnings("unchecked")
    static <S extends Session> Workload<S> workload(String name) {
        return (Workload<S>) Objects.requireNonNull(Workloads.all().get(name)).get();
    }

    static <S extends Session> Alternation.Medians compare(Workload<S> workload, Target target, int rows,
            int operations, Peer<S> peer) throws Exception {
        return compare(workload, target, rows, operations, peer, null);
    }

    static <S extends Session> Alternation.Medians compare(Workload<S> workload, Target target, int rows,
            int operations, Peer<S> peer, @Nullable Task task) throws Exception {
        Load load = Load.closed(1, operations, 0, rows, DEADLINE);
        Assignment assignment = new Assignment("bench", "bench", 1, rows, target, null, task);
        // The pool has one session: what the worker gets is the one that was given back.
        try (SessionPool pool = new SessionPool(target, 1, true)) {
            S session = workload.on().cast(pool.borrow(load.limit(), SessionPool.Timing.NONE));
            workload.prepare(session, assignment);
            pool.giveBack(session);
            Setting<S> setting = new Setting<>(workload, assignment, pool, new Lending(load.limit()), load,
                    System.nanoTime() + load.deadline().toNanos());
            Worker<S> worker = new Worker<>(setting, new Start<>(setting), 0, setting.recorder(), false);
            Seat<S> seat = new Seat<>(setting, 0);
            if (!worker.connect(seat, System.nanoTime())) {
                throw new IllegalStateException("cannot connect");
            }
            Alternation.Medians medians = new Alternation<>(worker, seat, peer.on(session)).compare(operations);
            seat.letGo();
            return medians;
        }
    }
}
