package io.tidemark.threshold;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Nearest;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.ResultNames;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.metric.ToolMeasure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names a rule may use: metrics, measures of probes, the probes, expected results, and all sources there are. */
record Vocabulary(Map<String, Metric> metrics, Set<String> probes, ResultNames results, Set<String> sources) {

    static Vocabulary of(Sources sources) {
        return new Vocabulary(sources.metrics(),
                names(sources.all().stream().filter(s -> s.description().kind() == Source.Kind.PROBE)),
                sources.results(), names(sources.all().stream()));
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

    /** A measure of this probe; of results also what only their tool knows. */
    Optional<Metric> measure(String probe, String name) {
        return measure(name).or(() -> results.expects(probe) ? ToolMeasure.named(name) : Optional.empty());
    }

    /** Whether there are or may come runs under this name. */
    boolean isProbe(String name) {
        return probes.contains(name) || results.expects(name);
    }

    /** Why there are none. */
    String noProbe(String name) {
        Set<String> known = new TreeSet<>(probes);
        known.addAll(results.exact());
        String hint = Nearest.hint(name, known);
        return "there is no probe '" + name + "'" + (hint.isEmpty()
                ? "; results of another tool are listed under tidemark.results before a rule names them"
                : hint);
    }

    List<String> measures() {
        return metrics.keySet().stream().filter(name -> name.startsWith(ProbeMeasure.PREFIX))
                .map(name -> name.substring(ProbeMeasure.PREFIX.length())).toList();
    }

    Collection<String> metricNames() {
        return metrics.keySet();
    }
}
