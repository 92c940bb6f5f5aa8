package io.tidemark.collect;

import io.tidemark.collect.Schedule.Due;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes every source when it is due and sends what it saw down the pipeline. The schedule is in memory; a source
 * still busy when its next slot comes is skipped, and the skip goes the same way as any observation.
 */
public final class Collector {

    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final long TICK = 1_000_000_000L;

    private final Pipeline pipeline;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Function<String, Executor> lanes;
    private final String instance;
    private final Schedule schedule;
    private final Map<String, InFlight> inFlight;
    private long nextTick;

    /**
     * @param ticker monotonic nanoseconds
     * @param lanes where the sources of a lane run, one at a time
     */
    public Collector(String instance, Sources sources, Pipeline pipeline, InstantSource clock, LongSupplier ticker,
            Function<String, Executor> lanes) {
        this.instance = instance;
        this.pipeline = pipeline;
        this.clock = clock;
        this.ticker = ticker;
        this.lanes = lanes;
        this.schedule = new Schedule(sources.all(), RandomGenerator.getDefault(), ticker.getAsLong());
        this.inFlight = sources.all().stream().collect(Collectors.toMap(Source::name, InFlight::new));
        this.nextTick = ticker.getAsLong() + TICK;
    }

    /**
     * Hands out what is due by now. To be called by one thread, again no later than the answer.
     *
     * @return when the next thing is due, in nanoseconds of the ticker
     */
    public long step() {
        long now = ticker.getAsLong();
        for (Due due : schedule.due(now)) {
            InFlight source = flight(due.source().name());
            if (submit(source, due.at()).isEmpty()) {
                source.skipped.incrementAndGet();
                accept(Observation.without(instance, source.name(), clock.instant(),
                        new Outcome.Skipped("the previous observation is still going")));
            }
        }
        if (nextTick <= now) {
            nextTick = now + TICK;
            guarded("judging what is due", () -> pipeline.tick(clock.instant()));
        }
        return Math.min(nextTick, schedule.next());
    }

    /**
     * Observes a source now, in its lane, out of turn.
     *
     * @return the observation to come; empty when the source is busy already
     * @throws IllegalArgumentException when there is no such source
     */
    public Optional<CompletableFuture<Observation>> observeNow(String name) {
        return submit(flight(name), ticker.getAsLong());
    }

    /** Observes a source that is not on the schedule, in its lane; what it saw goes nowhere but to the caller. */
    public CompletableFuture<Observation> observeOnce(Source source) {
        CompletableFuture<Observation> result = new CompletableFuture<>();
        try {
            lanes.apply(source.description().lane()).execute(() -> result.complete(source.observe()));
        } catch (RejectedExecutionException e) { // shutting down
            result.completeExceptionally(e);
        }
        return result;
    }

    /** How well the schedule is kept for a source. */
    public Punctuality punctuality(String name) {
        InFlight source = flight(name);
        return new Punctuality(Duration.ofNanos(source.lateNanos), source.skipped.get());
    }

    private InFlight flight(String name) {
        InFlight source = inFlight.get(name);
        if (source == null) {
            throw new IllegalArgumentException("there is no source '" + name + "'");
        }
        return source;
    }

    private Optional<CompletableFuture<Observation>> submit(InFlight flight, long dueAt) {
        if (!flight.take()) {
            return Optional.empty();
        }
        CompletableFuture<Observation> result = new CompletableFuture<>();
        try {
            lanes.apply(flight.source.description().lane()).execute(() -> observe(flight, dueAt, result));
        } catch (RuntimeException | Error e) { // shutting down, or no thread to be had
            flight.release();
            result.completeExceptionally(e);
            complainUnlessStopping(flight, e);
        }
        return Optional.of(result);
    }

    private static void complainUnlessStopping(InFlight flight, Throwable e) {
        if (!(e instanceof RejectedExecutionException)) {
            complain("handing out " + flight.name(), e);
        }
    }

    private void observe(InFlight flight, long dueAt, CompletableFuture<Observation> result) {
        flight.lateNanos = Math.max(0, ticker.getAsLong() - dueAt);
        Observation observation;
        try {
            observation = flight.source.observe();
        } catch (RuntimeException | Error e) {
            complain("observing " + flight.name(), e);
            observation = Observation.without(instance, flight.name(), clock.instant(),
                    new Outcome.Failed("internal error while observing " + flight.name()));
        } finally {
            flight.release();
        }
        accept(observation);
        result.complete(observation);
    }

    private void accept(Observation observation) {
        guarded("taking in an observation of " + observation.source(), () -> pipeline.accept(observation));
    }

    /** One observation that cannot be taken in must not end the measuring. */
    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            complain(what, e);
        }
    }

    private static void complain(String what, Throwable e) {
        try {
            log.error("{} failed", what, e);
        } catch (RuntimeException | Error _) {
            // Without memory even this may fail.
        }
    }

    /**
     * How well the schedule is kept.
     *
     * @param late how long after its slot the last observation began
     * @param skipped slots left out because the source was busy, since the start
     */
    public record Punctuality(Duration late, long skipped) {}

    private static final class InFlight {

        private final Source source;
        private boolean busy;
        private volatile long lateNanos;
        private final AtomicLong skipped = new AtomicLong();

        InFlight(Source source) {
            this.source = source;
        }

        String name() {
            return source.name();
        }

        synchronized boolean take() {
            boolean free = !busy;
            busy = true;
            return free;
        }

        synchronized void release() {
            busy = false;
        }
    }
}
