package io.tidemark.collect;

import io.tidemark.collect.Flight.Attempt;
import io.tidemark.collect.Schedule.Due;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes every source when it is due and sends what it saw down the pipeline. The schedule is in memory; a source
 * still busy when its next slot comes is skipped, and one that does not answer within its deadline is given up and left
 * alone until it does; both go the same way as any observation.
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
    private final Map<String, Flight> flights;
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
        this.flights = sources.all().stream().collect(Collectors.toMap(Source::name, Flight::new));
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
            Flight flight = flight(due.source().name());
            if (submit(flight, due.at()).isEmpty()) {
                accept(flight, flight.missed(instance, clock.instant(), now));
            }
        }
        if (nextTick <= now) {
            nextTick = now + TICK;
            flights.values().forEach(flight -> giveUp(flight, now));
            guarded("judging what is due", () -> pipeline.tick(clock.instant()));
        }
        return Math.min(nextTick, schedule.next());
    }

    private void giveUp(Flight flight, long now) {
        flight.giveUp(now).ifPresent(attempt -> {
            Observation observation = flight.missed(instance, clock.instant(), now);
            accept(flight, observation);
            attempt.result().complete(observation);
        });
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

    /** How the observing of a source went so far. */
    public Tally tally(String name) {
        return flight(name).tally();
    }

    private Flight flight(String name) {
        Flight flight = flights.get(name);
        if (flight == null) {
            throw new IllegalArgumentException("there is no source '" + name + "'");
        }
        return flight;
    }

    private Optional<CompletableFuture<Observation>> submit(Flight flight, long dueAt) {
        return flight.take(dueAt).map(attempt -> {
            try {
                lanes.apply(flight.source().description().lane()).execute(() -> observe(flight, attempt));
            } catch (RuntimeException | Error e) { // shutting down, or no thread to be had
                flight.end(attempt);
                attempt.result().completeExceptionally(e);
                complainUnlessStopping(flight, e);
            }
            return attempt.result();
        });
    }

    private static void complainUnlessStopping(Flight flight, Throwable e) {
        if (!(e instanceof RejectedExecutionException)) {
            complain("handing out " + flight.name(), e);
        }
    }

    private void observe(Flight flight, Attempt attempt) {
        flight.begin(attempt, ticker.getAsLong());
        Observation observation = observed(flight);
        if (flight.end(attempt)) {
            accept(flight, observation);
            attempt.result().complete(observation);
        } else {
            log.info("{} answers again; what it saw is too old to count", flight.name());
        }
    }

    private Observation observed(Flight flight) {
        try {
            return flight.source().observe();
        } catch (RuntimeException | Error e) {
            complain("observing " + flight.name(), e);
            return Observation.without(instance, flight.name(), clock.instant(),
                    new Outcome.Failed("internal error while observing " + flight.name()));
        }
    }

    private void accept(Flight flight, Observation observation) {
        flight.count(observation);
        guarded("taking in an observation of " + flight.name(), () -> pipeline.accept(observation));
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
}
