package io.tidemark.collect;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The observing of one source: one attempt at a time, what became of those before, and how long the present one has been
 * waited for. Safe for threads.
 */
final class Flight {

    private final Source source;
    private @Nullable Attempt current;
    private long lateNanos;
    private long taken;
    private long tookNanos;
    private long failures;
    private long skipped;
    private @Nullable Instant lastSuccess;

    Flight(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    String name() {
        return source.name();
    }

    /** Empty while an attempt is going on, one that was given up included. */
    synchronized Optional<Attempt> take(long dueAt) {
        if (current != null) {
            return Optional.empty();
        }
        current = new Attempt(dueAt);
        return Optional.of(current);
    }

    synchronized void begin(Attempt attempt, long now) {
        attempt.begun = true;
        attempt.begunAt = now;
        attempt.toldAt = now;
        lateNanos = Math.max(0, now - attempt.dueAt);
    }

    /** Whether what the attempt brought still counts. */
    synchronized boolean end(Attempt attempt) {
        current = null;
        return !attempt.givenUp;
    }

    /** Gives the present attempt up if its deadline has just passed. */
    synchronized Optional<Attempt> giveUp(long now) {
        Attempt attempt = current;
        if (attempt == null || !attempt.begun || attempt.givenUp || source.deadline()
                .filter(deadline -> now - attempt.begunAt > deadline.toNanos()).isEmpty()) {
            return Optional.empty();
        }
        attempt.givenUp = true;
        return Optional.of(attempt);
    }

    /** What a slot is told in which the source is busy. */
    synchronized Observation missed(String instance, Instant at, long now) {
        Attempt attempt = current;
        return attempt != null && attempt.givenUp
                ? unanswered(instance, at, attempt, now)
                : Observation.without(instance, name(), at,
                        new Outcome.Skipped("the previous observation is still going"));
    }

    private Observation unanswered(String instance, Instant at, Attempt attempt, long now) {
        Duration took = Duration.ofNanos(now - attempt.toldAt);
        attempt.toldAt = now;
        Duration waited = Duration.ofNanos(now - attempt.begunAt);
        return Observation.without(instance, name(), at, took, new Outcome.TimedOut(name() + " has not answered for "
                + waited.toSeconds() + " s; nothing else waits for it"));
    }

    synchronized void count(Observation observation) {
        switch (observation.outcome()) {
            case Outcome.Succeeded _,Outcome.Violated _ -> lastSuccess = observation.at();
            case Outcome.Failed _,Outcome.TimedOut _ -> failures++;
            case Outcome.Skipped _ -> {
                skipped++;
                return;
            }
        }
        taken++;
        tookNanos += observation.took().toNanos();
    }

    synchronized Tally tally() {
        return new Tally(Duration.ofNanos(lateNanos), taken, Duration.ofNanos(tookNanos), failures, skipped,
                lastSuccess);
    }

    /** One observation to come. Guarded by its flight, but for the result. */
    static final class Attempt {

        private final CompletableFuture<Observation> result = new CompletableFuture<>();
        private final long dueAt;
        private boolean begun;
        private boolean givenUp;
        private long begunAt;
        private long toldAt;

        private Attempt(long dueAt) {
            this.dueAt = dueAt;
        }

        CompletableFuture<Observation> result() {
            return result;
        }
    }
}
