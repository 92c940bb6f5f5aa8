package io.tidemark.probe;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.engine.Plan;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A plan as a source: each observation is one run. */
final class Probe implements Source {

    private final String instance;
    private final Plan plan;
    private final Description description;
    private final Engine engine;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile List<Thread> leftBehind = List.of();

    Probe(String instance, Plan plan, Description description, Engine engine, InstantSource clock) {
        this.instance = instance;
        this.plan = plan;
        this.description = description;
        this.engine = engine;
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
    public Observation observe() {
        if (!running.compareAndSet(false, true)) {
            return skipped("a run of this probe is going on");
        }
        try {
            return leftBehind.stream().anyMatch(Thread::isAlive)
                    ? skipped("the previous run still hangs on " + plan.target().target().name())
                    : run();
        } finally {
            running.set(false);
        }
    }

    private Observation run() {
        try {
            Engine.Result result = engine.run(plan);
            leftBehind = result.leftBehind();
            return Observation.of(result.run());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return skipped("the run was interrupted");
        } catch (RuntimeException | Error e) {
            // Even a thread that cannot be made is an observation.
            return without(new Outcome.Failed("the run could not be started: " + e.getMessage()));
        }
    }

    private Observation skipped(String reason) {
        return without(new Outcome.Skipped(reason));
    }

    private Observation without(Outcome outcome) {
        return Observation.without(instance, name(), clock.instant(), outcome);
    }
}
