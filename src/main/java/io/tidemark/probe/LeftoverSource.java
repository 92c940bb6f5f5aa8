package io.tidemark.probe;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Unit;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.target.CacheTarget;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
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
final class LeftoverSource implements Source {

    static final Metric REMOVED = Metric.gauge("target.leftovers", Unit.ONE, Better.LOWER,
            "Rows or keys that killed runs had left and that were removed");

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofHours(1);
    /** The longest to wait for a connection, and for each answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** The longest that the target's probes are kept waiting. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String instance;
    private final Site site;
    private final Leftovers leftovers;
    private final Engine engine;
    private final Pauses pauses;
    private final InstantSource clock;
    private final Description description;
    private @Nullable Instant complete;

    /** @param probes names of this instance's probes of the target */
    LeftoverSource(String instance, Site site, Set<String> probes, Engine engine, Pauses pauses,
            InstantSource clock) {
        this.instance = instance;
        this.site = site;
        this.leftovers = new Leftovers(instance, probes);
        this.engine = engine;
        this.pauses = pauses;
        this.clock = clock;
        this.description = new Description(Kind.SAMPLER, EVERY, "target:" + target(), List.of(REMOVED), List.of());
    }

    /** Whether there can be leftovers that are ours to remove. */
    static boolean concerns(Target target) {
        return target.writes() && !(target instanceof CacheTarget cache && cache.inProcess());
    }

    private String target() {
        return site.target().name();
    }

    @Override
    public String name() {
        return "leftovers." + target();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public synchronized Observation observe() {
        Instant at = clock.instant();
        if (!isDue(at)) {
            return Observation.of(instance, name(), at, Duration.ZERO, List.of());
        }
        Optional<String> objection = pauses.reason(target()).or(() -> site.governor().objection());
        return objection.map(reason -> Observation.without(instance, name(), at, new Outcome.Skipped(reason)))
                .orElseGet(() -> swept(at));
    }

    /** A clock that was put back must not put the next sweep off. */
    private boolean isDue(Instant at) {
        return complete == null || at.isBefore(complete) || !at.isBefore(complete.plus(PAUSE));
    }

    private Observation swept(Instant at) {
        long from = System.nanoTime();
        try {
            Leftovers.Swept swept = sweep(from + LONGEST.toNanos());
            site.governor().spent(swept.pieces());
            complete = swept.complete() ? at : complete;
            return Observation.of(instance, name(), at, since(from),
                    List.of(new Sample(Series.of(REMOVED, "target", target()), at, swept.removed())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Observation.without(instance, name(), at, new Outcome.Skipped("the sweep was interrupted"));
        } catch (Exception | Error e) {
            return new Observation(instance, name(), at, since(from), outcome(site.target().explain(e)), List.of(),
                    null);
        }
    }

    private Leftovers.Swept sweep(long until) throws Exception {
        Session session = site.pool().borrow(PATIENCE, SessionPool.Timing.NONE);
        try {
            return leftovers.sweep(session, engine.running(),
                    () -> System.nanoTime() - until < 0 && pauses.reason(target()).isEmpty());
        } finally {
            site.pool().giveBack(session);
        }
    }

    private static Outcome outcome(Failure failure) {
        return switch (failure.kind()) {
            case TIMEOUT -> new Outcome.TimedOut(failure.sentence());
            // A user without the right to look through all keys probes as before.
            case REFUSED -> new Outcome.Skipped(failure.sentence());
            case LOCK, UNSTARTED, INJECTED, CONNECT, AUTH, CONSTRAINT, STATEMENT, PROTOCOL, OTHER ->
                new Outcome.Failed(failure.sentence());
        };
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
