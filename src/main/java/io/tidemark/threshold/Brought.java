package io.tidemark.threshold;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.util.Set;
import java.util.stream.Collectors;

/** What one observation brought; told by series rather than by instants, which a set clock would confuse. */
record Brought(Observation observation, Set<Series> series) {

    static Brought by(Observation observation) {
        return new Brought(observation,
                observation.samples().stream().map(Sample::series).collect(Collectors.toUnmodifiableSet()));
    }

    boolean has(Point point) {
        return point.source().equals(observation.source()) && switch (point) {
            case Point.Sampled sampled -> series.contains(sampled.series());
            case Point.Probed _ -> observation.runOrNull() != null;
        };
    }
}
