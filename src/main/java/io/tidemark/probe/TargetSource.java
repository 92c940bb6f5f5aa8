package io.tidemark.probe;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Source;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What is done on a target beside the runs of its probes: over a connection of theirs, and never while it is paused. */
abstract class TargetSource implements Source {

    /** The longest to wait for a connection, and for each answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    final Site site;
    final Pauses pauses;
    private final String instance;
    private final String name;
    private final Description description;
    private final InstantSource clock;

    TargetSource(String instance, String name, Site site, Description description, Pauses pauses,
            InstantSource clock) {
        this.instance = instance;
        this.name = name;
        this.site = site;
        this.description = description;
        this.pauses = pauses;
        this.clock = clock;
    }

    final String target() {
        return site.target().name();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Description description() {
        return description;
    }

    @Override
    public final synchronized Observation observe() {
        Instant at = clock.instant();
        if (!isDue(at)) {
            return Observation.of(instance, name, at, Duration.ZERO, List.of());
        }
        return pauses.reason(target()).or(this::objection).map(reason -> skipped(at, reason))
                .orElseGet(() -> taken(at));
    }

    private Observation taken(Instant at) {
        long from = System.nanoTime();
        try {
            return Observation.of(instance, name, at, since(from), borrowing(at, from));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return skipped(at, "it was interrupted");
        } catch (Exception | Error e) {
            return new Observation(instance, name, at, since(from), outcome(site.target().explain(e)), List.of(), null);
        }
    }

    private List<Sample> borrowing(Instant at, long from) throws Exception {
        Session session = site.pool().borrow(PATIENCE, SessionPool.Timing.NONE);
        try {
            return take(session, at, from);
        } finally {
            site.pool().giveBack(session);
        }
    }

    private Observation skipped(Instant at, String reason) {
        return Observation.without(instance, name, at, new Outcome.Skipped(reason));
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Whether there is anything to do this time. */
    boolean isDue(Instant at) {
        return true;
    }

    /** Why it has to wait; empty when it may go ahead. */
    abstract Optional<String> objection();

    /** @param from monotonic nanoseconds of the beginning, before a connection was had */
    abstract List<Sample> take(Session session, Instant at, long from) throws Exception;

    Outcome outcome(Failure failure) {
        return failure.kind() == Failure.Kind.TIMEOUT
                ? new Outcome.TimedOut(failure.sentence())
                : new Outcome.Failed(failure.sentence());
    }
}
