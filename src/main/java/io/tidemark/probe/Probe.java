package io.tidemark.probe;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.engine.Governor;
import io.tidemark.probe.engine.Permission;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.Failure;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A plan as a source: each observation is one run, if the target may be probed now. */
final class Probe implements Source {

    private final String instance;
    private final Plan plan;
    private final boolean writes;
    private final Description description;
    private final Engine engine;
    private final Guard guard;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile List<Thread> leftBehind = List.of();

    /** Who is asked before a run. */
    record Guard(Pauses pauses, Governor governor) {}

    Probe(String instance, Plan plan, Description description, Engine engine, Guard guard, InstantSource clock) {
        this.instance = instance;
        this.plan = plan;
        this.writes = plan.writes();
        this.description = description;
        this.engine = engine;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public String name() {
        return plan.probe();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public List<String> failureKinds() {
        return Builtins.failures(name()).map(Failure.Kind::code).toList();
    }

    @Override
    public Observation observe() {
        if (!running.compareAndSet(false, true)) {
            return skipped("a run of this probe is going on");
        }
        try {
            return leftBehind.stream().anyMatch(Thread::isAlive)
                    ? skipped("the previous run still hangs on " + target())
                    : permitted();
        } finally {
            running.set(false);
        }
    }

    private String target() {
        return plan.target().target().name();
    }

    private Observation permitted() {
        Optional<String> objection = guard.pauses.reason(target()).or(plan::objection);
        if (objection.isPresent()) {
            return skipped(objection.get());
        }
        return switch (guard.governor.permission(plan.load(), writes)) {
            case Permission.Full _ -> run(plan, Optional.empty());
            case Permission.Canary(String reason) -> run(plan.canary(), Optional.of(reason));
            case Permission.Refused(String reason) -> skipped(reason);
        };
    }

    private Observation run(Plan permitted, Optional<String> shrunk) {
        try {
            Engine.Result result = engine.run(permitted);
            leftBehind = result.leftBehind();
            if (result.stopped().isPresent()) {
                return skipped(result.stopped().get());
            }
            guard.governor.finished(result.run(), description.every(), shrunk.isPresent());
            return Observation.of(noted(result.run(), shrunk));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return skipped("the run was interrupted");
        } catch (RuntimeException | Error e) {
            // Even a thread that cannot be made is an observation.
            return without(new Outcome.Failed("the run could not be started: " + e.getMessage()));
        }
    }

    private static Run noted(Run run, Optional<String> shrunk) {
        return shrunk.map(reason -> run.noted("shrunk to one operation, because " + reason)).orElse(run);
    }

    private Observation skipped(String reason) {
        return without(new Outcome.Skipped(reason));
    }

    private Observation without(Outcome outcome) {
        return Observation.without(instance, name(), clock.instant(), outcome);
    }
}
