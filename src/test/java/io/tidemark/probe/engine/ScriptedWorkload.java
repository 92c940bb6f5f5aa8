package io.tidemark.probe.engine;

import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Measured;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Stopwatch;
import io.tidemark.probe.workload.Traits;
import io.tidemark.probe.workload.Verification;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A workload whose operations do what the test says, by their number; the cold call and the warm-up come first. */
public class ScriptedWorkload implements Workload<CacheSession> {

    /** What one operation does. */
    public interface Script {
        void run(int number, Stopwatch watch) throws Exception;
    }

    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger cleaned = new AtomicInteger();
    private final Script script;

    public ScriptedWorkload(Script script) {
        this.script = script;
    }

    public static void lasts(Duration duration, Stopwatch watch) {
        watch.start();
        rest(duration);
        watch.stop("work", "execute");
    }

    /** Never shorter, though a thread may be woken before its time. */
    static void rest(Duration duration) {
        long from = System.nanoTime();
        for (long left = duration.toNanos(); left > 0; left = duration.toNanos() - (System.nanoTime() - from)) {
            LockSupport.parkNanos(left);
        }
    }

    static Exception failure(Kind kind) {
        return new ProbeException(new Failure(kind, "scripted " + kind.code()), null);
    }

    @Override
    public Traits traits() {
        return Traits.reading("scripted", "Does what the test says.").operations("work").phases("execute");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of();
    }

    @Override
    public Class<CacheSession> on() {
        return CacheSession.class;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return List.of();
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws Exception {}

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        return watch -> script.run(started.getAndIncrement(), watch);
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) throws Exception {
        return Verification.CLEAN;
    }

    @Override
    public void clean(CacheSession session, Assignment assignment) {
        cleaned.incrementAndGet();
    }
}
