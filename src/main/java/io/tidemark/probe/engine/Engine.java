package io.tidemark.probe.engine;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Run;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Leftovers;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Runs plans, each within its deadline whatever the target does. One engine serves all probes of an instance. */
public final class Engine {

    private final String instance;
    private final LongSupplier ids;
    private final HostConditions conditions;
    private final InstantSource clock;
    private final Map<Lending, Going> running = new ConcurrentHashMap<>();
    private final Map<Lending, String> stopped = new ConcurrentHashMap<>();

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
     * @param stopped why the run was stopped before its end, which makes its figures worthless; empty when it was not
     */
    public record Result(Run run, List<Thread> leftBehind, Optional<String> stopped) {}

    /** A run at work. */
    private record Going(String target, long run) {}

    /** Which runs are not over. */
    public Leftovers.Running running() {
        synchronized (running) {
            return new Leftovers.Running(ids.getAsLong(),
                    running.values().stream().map(Going::run).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** Gives a run its id; nobody sees the one without the other. */
    private long begin(Lending lending, String target) {
        synchronized (running) {
            long id = ids.getAsLong();
            running.put(lending, new Going(target, id));
            return id;
        }
    }

    /** Names of the processes whose use can be told with a run. */
    public Set<String> processes() {
        return conditions.processes();
    }

    /**
     * Stops what is running on some targets, within a moment.
     *
     * @param reasons why, by name of target; empty for those that go on
     */
    public void stop(Function<String, Optional<String>> reasons) {
        running.forEach((lending, run) -> reasons.apply(run.target).ifPresent(reason -> {
            if (stopped.putIfAbsent(lending, reason) == null) {
                lending.cut();
            }
        }));
    }

    public Result run(Plan plan) throws InterruptedException {
        return run(plan, plan.workload().get());
    }

    private <S extends Session> Result run(Plan plan, Workload<S> workload) throws InterruptedException {
        HostConditions.Watch watch = conditions.watch(plan.process());
        Instant startedAt = clock.instant();
        long from = System.nanoTime();
        Lending lending = new Lending(plan.load().limit());
        SessionPool source = plan.source();
        Assignment assignment = new Assignment(instance, plan.probe(), begin(lending, plan.target().target().name()),
                plan.load().rows(), plan.target().target(), source == null ? null : lending.from(source),
                plan.task());
        Attempt<S> attempt = new Attempt<>(new Setting<>(workload, assignment, plan.target(), lending, plan.load(),
                from + plan.load().measuring().toNanos()));
        Metronome metronome = new Metronome(plan.probe());
        try (metronome) {
            attempt.await();
        } finally {
            running.remove(lending);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        HostConditions.Seen seen = watch.end();
        return new Result(new Account<>(attempt, plan.load(), seen.usage()).of(assignment, workload.traits().name(),
                startedAt, took, seen.conditions().lag(metronome.lagSeconds())), attempt.leftBehind(),
                Optional.ofNullable(stopped.remove(lending)));
    }
}
