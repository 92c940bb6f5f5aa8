package io.tidemark.threshold;

import io.tidemark.metric.Metric;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names a rule may use: metrics, measures of probes, the probes and all sources there are. */
record Vocabulary(Map<String, Metric> metrics, Set<String> probes, Set<String> sources) {

    static Vocabulary of(Sources sources) {
        return new Vocabulary(sources.metrics(),
                names(sources.all().stream().filter(s -> s.description().kind() == Source.Kind.PROBE)),
                names(sources.all().stream()));
    }

    private static Set<String> names(Stream<Source> sources) {
        return sources.map(Source::name).collect(Collectors.toCollection(TreeSet::new));
    }

    Optional<Metric> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }

    Optional<Metric> measure(String name) {
        return metric(ProbeMeasure.PREFIX + name);
    }

    List<String> measures() {
        return metrics.keySet().stream().filter(name -> name.startsWith(ProbeMeasure.PREFIX))
                .map(name -> name.substring(ProbeMeasure.PREFIX.length())).toList();
    }

    Collection<String> metricNames() {
        return metrics.keySet();
    }
}
