package io.tidemark.probe.engine;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Verification;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        attempt.await();
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return new Result(describe(assignment, workload.traits().name(), startedAt, took, attempt, watch.end()),
                attempt.leftBehind());
    }

    private Run describe(Assignment assignment, String workload, Instant startedAt, Duration took, Attempt<?> attempt,
            HostConditions.Conditions conditions) {
        Tally tally = Tally.of(attempt.recorders());
        Optional<Verification> verification = attempt.verification();
        Verification found = verification.orElse(Verification.CLEAN);
        Map<String, Double> measures = new HashMap<>(found.measures());
        attempt.cold().ifPresent(seconds -> measures.put("cold", seconds));
        Duration measured = measured(attempt.spans(), took);
        Outcome outcome = tally.outcome(verification, attempt.unverified());
        return new Run(assignment.run(), instance, assignment.probe(), workload, assignment.target().name(), startedAt,
                took, measured, outcome, tally.operations(), tally.failed(),
                tally.errors(), tally.phases(), measures, found.violations(), cost(attempt.spans(), measured),
                conditions, 0);
    }

    /** From the first worker's start to the last one's end; the whole run if none got that far. */
    private static Duration measured(List<Worker.Span> spans, Duration took) {
        if (spans.isEmpty()) {
            return took;
        }
        // nanoTime values are compared by difference: they may overflow.
        long origin = spans.getFirst().from();
        long from = spans.stream().mapToLong(span -> span.from() - origin).min().orElse(0);
        long to = spans.stream().mapToLong(span -> span.to() - origin).max().orElse(0);
        return Duration.ofNanos(to - from);
    }

    private static Run.Cost cost(List<Worker.Span> spans, Duration measured) {
        Meter sum = spans.stream().map(Worker.Span::cost).reduce(Meter.ZERO, Meter::plus);
        double available = (double) measured.toNanos() * Runtime.getRuntime().availableProcessors();
        return new Run.Cost(sum.cpuNanos() / 1e9, sum.allocatedBytes(),
                available > 0 ? Math.min(1, sum.cpuNanos() / available) : 0);
    }
}
