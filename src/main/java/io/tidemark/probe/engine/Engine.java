package io.tidemark.probe.engine;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Run;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Runs plans, each within its deadline whatever the target does. One engine serves all probes of an instance. */
public final class Engine {

    private final String instance;
    private final LongSupplier ids;
    private final HostConditions conditions;
    private final InstantSource clock;

    public Engine(String instance, LongSupplier ids, HostConditions conditions, InstantSource clock) {
        this.instance = instance;
        this.ids = ids;
        this.conditions = conditions;
        this.clock = clock;
    }

    /**
     * A run and what is left of it.
     *
     * @param leftBehind threads that could not be stopped; no further run should start while one lives
     */
    public record Result(Run run, List<Thread> leftBehind) {}

    public Result run(Plan plan) throws InterruptedException {
        return run(plan, plan.workload().get());
    }

    private <S extends Session> Result run(Plan plan, Workload<S> workload) throws InterruptedException {
        HostConditions.Watch watch = conditions.watch();
        Instant startedAt = clock.instant();
        long from = System.nanoTime();
        Lending lending = new Lending(plan.load().limit());
        SessionPool source = plan.source();
        Assignment assignment = new Assignment(instance, plan.probe(), ids.getAsLong(), plan.load().rows(),
                plan.target().target(), source == null ? null : lending.from(source), plan.query());
        Attempt<S> attempt = new Attempt<>(new Setting<>(workload, assignment, plan.target(), lending, plan.load(),
                from + plan.load().measuring().toNanos()));
        Metronome metronome = new Metronome(plan.probe());
        try (metronome) {
            attempt.await();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return new Result(new Account<>(attempt, plan.load()).of(assignment, workload.traits().name(), startedAt, took,
                watch.end().lag(metronome.lagSeconds())), attempt.leftBehind());
    }
}
