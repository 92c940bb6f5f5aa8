package io.tidemark.probe;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Governor;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server of a target says of itself, beside what our probes measure on it. */
final class ServerSource implements Source {

    private static final Duration EVERY = Duration.ofSeconds(10);
    /** The longest to wait for a connection, and for each answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String instance;
    private final SessionPool pool;
    private final Governor governor;
    private final Pauses pauses;
    private final InstantSource clock;
    private final Description description;
    private Vitals latest = new Vitals(Map.of());

    ServerSource(String instance, Site site, Pauses pauses, InstantSource clock) {
        this.instance = instance;
        this.pool = site.pool();
        this.governor = site.governor();
        this.pauses = pauses;
        this.clock = clock;
        this.description = new Description(Kind.SAMPLER, EVERY, "server:" + pool.target().name(),
                pool.target().vitalSigns(), List.of());
    }

    static String name(Target target) {
        return "server." + target.name();
    }

    @Override
    public String name() {
        return name(pool.target());
    }

    @Override
    public Description description() {
        return description;
    }

    /** Never waits for a connection: probes and this share one beyond the probes' workers. */
    @Override
    public synchronized Observation observe() {
        Instant at = clock.instant();
        Optional<String> paused = pauses.reason(pool.target().name());
        if (paused.isPresent() || !pool.hasRoom()) {
            return Observation.without(instance, name(), at,
                    new Outcome.Skipped(paused.orElse("all connections are at work for probes")));
        }
        return read(at);
    }

    private Observation read(Instant at) {
        long from = System.nanoTime();
        try {
            List<Sample> samples = read().map(vitals -> samples(vitals, at)).orElse(List.of());
            return Observation.of(instance, name(), at, since(from), samples);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Observation.without(instance, name(), at, new Outcome.Skipped("the reading was interrupted"));
        } catch (Exception | Error e) {
            return new Observation(instance, name(), at, since(from), outcome(pool.target().explain(e)), List.of(),
                    null);
        }
    }

    private Optional<Vitals> read() throws Exception {
        Session session = pool.borrow(PATIENCE, SessionPool.Timing.NONE);
        try {
            Optional<Vitals> vitals = pool.target().vitals(session).map(read -> read.after(latest));
            vitals.ifPresent(read -> {
                latest = read;
                governor.connections(read.connectionShare());
            });
            return vitals;
        } finally {
            pool.giveBack(session);
        }
    }

    private List<Sample> samples(Vitals vitals, Instant at) {
        return vitals.readings().entrySet().stream()
                .map(reading -> new Sample(Series.of(reading.getKey(), "target", pool.target().name()), at,
                        reading.getValue()))
                .toList();
    }

    private static Outcome outcome(Failure failure) {
        return failure.kind() == Failure.Kind.TIMEOUT
                ? new Outcome.TimedOut(failure.sentence())
                : new Outcome.Failed(failure.sentence());
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
