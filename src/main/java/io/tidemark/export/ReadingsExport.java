package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.history.Readings;
import io.tidemark.history.Readings.Reading;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** What the samplers read last: the host, its devices, processes. The JVM's own figures are Boot's to export. */
final class ReadingsExport implements Contributor {

    /** What is older than this many intervals of its source is not current, and left out. */
    private static final int CURRENT_INTERVALS = 3;
    private static final Duration ALWAYS_CURRENT = Duration.ofSeconds(10);

    private final Readings readings;
    private final InstantSource clock;
    private final Sources sources;
    private final Map<String, Family> families;

    ReadingsExport(Readings readings, Sources sources, InstantSource clock) {
        this.readings = readings;
        this.clock = clock;
        this.sources = sources;
        families = sources.metrics().values().stream().filter(ReadingsExport::isOurs).collect(
                Collectors.toMap(Metric::name, m -> new Family(PrometheusNames.of(m), m.description(), m.kind())));
    }

    @Override
    public void contribute(Families scrape) {
        Instant now = clock.instant();
        for (Reading reading : readings.all()) {
            Family family = families.get(reading.series().metric());
            if (family != null && !PageOnly.has(reading.series()) && isCurrent(reading, now)) {
                family.add(scrape, labels(reading.series().labels()), reading.value());
            }
        }
    }

    static Labels labels(io.tidemark.metric.Labels labels) {
        if (labels.isEmpty()) {
            return Labels.EMPTY;
        }
        Collection<String> values = labels.values().values();
        return Labels.of(labels.values().keySet().toArray(String[]::new), values.toArray(String[]::new));
    }

    private boolean isCurrent(Reading reading, Instant now) {
        Duration maxAge = sources.find(reading.source()).map(ReadingsExport::maxAge).orElse(ALWAYS_CURRENT);
        return Duration.between(reading.at(), now).compareTo(maxAge) <= 0;
    }

    private static Duration maxAge(Source source) {
        Duration intervals = source.interval().multipliedBy(CURRENT_INTERVALS);
        return intervals.compareTo(ALWAYS_CURRENT) < 0 ? ALWAYS_CURRENT : intervals;
    }

    private static boolean isOurs(Metric metric) {
        return metric.kind() != Kind.DISTRIBUTION && !metric.name().startsWith("jvm.")
                && !metric.name().startsWith(ProbeMeasure.PREFIX);
    }

    private record Family(String name, String help, Kind kind) {

        void add(Families scrape, Labels labels, double value) {
            switch (kind) {
                case COUNTER -> scrape.counter(name, help, labels, value);
                case GAUGE -> scrape.gauge(name, help, labels, value);
                case DISTRIBUTION -> throw new IllegalStateException(name + " is no series");
            }
        }
    }
}
