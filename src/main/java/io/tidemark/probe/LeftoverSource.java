package io.tidemark.probe;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.target.CacheTarget;
import io.tidemark.probe.target.DatabaseTarget;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.HttpTarget;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.WebSocketTarget;
import io.tidemark.probe.workload.Leftovers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes what killed runs have left on a target, after the start and every hour. It has the target's lane, so that no
 * run of a probe on it is going on meanwhile. What could not be done, or not all of it, is tried again in five minutes.
 */
final class LeftoverSource extends TargetSource {

    static final Metric REMOVED = Metric.gauge("target.leftovers", Unit.ONE, Better.LOWER,
            "Rows, keys or processes that killed runs had left and that were removed");

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofHours(1);
    /** The longest that the target's probes are kept waiting. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Leftovers leftovers;
    private final Engine engine;
    private @Nullable Instant complete;

    /** @param probes names of this instance's probes of the target */
    LeftoverSource(String instance, Site site, Set<String> probes, Engine engine, Pauses pauses,
            InstantSource clock) {
        super(instance, "leftovers." + site.target().name(), site, new Description(Kind.SAMPLER, EVERY,
                "target:" + site.target().name(), List.of(REMOVED), List.of()), pauses, clock);
        this.leftovers = new Leftovers(instance, probes);
        this.engine = engine;
    }

    /** Whether there can be leftovers that are ours to remove; what is built in begins anew with each start. */
    static boolean concerns(Target target) {
        return target.writes() && switch (target) {
            case CacheTarget cache -> !cache.inProcess();
            case DatabaseTarget database -> !(database instanceof H2Target);
            case HttpTarget _,WebSocketTarget _,LocalTarget _ -> false;
        };
    }

    /** A clock that was put back must not put the next sweep off. */
    @Override
    boolean isDue(Instant at) {
        return complete == null || at.isBefore(complete) || !at.isBefore(complete.plus(PAUSE));
    }

    @Override
    Optional<String> objection() {
        return site.governor().objection();
    }

    @Override
    List<Sample> take(Session session, Instant at, long from) throws Exception {
        Leftovers.Swept swept = leftovers.sweep(session, engine.running(),
                () -> System.nanoTime() - from < LONGEST.toNanos() && pauses.reason(target()).isEmpty());
        site.governor().spent(swept.pieces());
        complete = swept.complete() ? at : complete;
        return List.of(new Sample(Series.of(REMOVED, "target", target()), at, swept.removed()));
    }

    /** A user without the right to look through all keys probes as before. */
    @Override
    Outcome outcome(Failure failure) {
        return failure.kind() == Failure.Kind.REFUSED
                ? new Outcome.Skipped(failure.sentence())
                : super.outcome(failure);
    }
}
