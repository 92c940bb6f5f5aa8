package io.tidemark.probe;

import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server of a target says of itself, beside what our probes measure on it. */
final class ServerSource extends TargetSource {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private Vitals latest = new Vitals(Map.of());

    ServerSource(String instance, Site site, Pauses pauses, InstantSource clock) {
        super(instance, name(site.target()), site, new Description(Kind.SAMPLER, EVERY,
                "server:" + site.target().name(), site.target().vitalSigns(), List.of()), pauses, clock);
    }

    static String name(Target target) {
        return "server." + target.name();
    }

    /** Never waits for a connection: probes and this share one beyond the probes' workers. */
    @Override
    Optional<String> objection() {
        return site.pool().hasRoom() ? Optional.empty() : Optional.of("all connections are at work for probes");
    }

    @Override
    List<Sample> take(Session session, Instant at, long from) throws Exception {
        Optional<Vitals> vitals = site.target().vitals(session).map(read -> read.after(latest));
        vitals.ifPresent(read -> {
            latest = read;
            site.governor().connections(read.connectionShare());
        });
        return vitals.map(read -> samples(read, at)).orElse(List.of());
    }

    private List<Sample> samples(Vitals vitals, Instant at) {
        return vitals.readings().entrySet().stream().map(
                reading -> new Sample(Series.of(reading.getKey(), "target", target()), at, reading.getValue()))
                .toList();
    }
}
