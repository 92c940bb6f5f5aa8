package io.tidemark.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All sources of this instance, in a fixed order. */
public final class Sources {

    private final Map<String, Source> byName;
    private final Map<String, Metric> metrics;
    private final ResultNames results;

    /** Without any results of other tools. */
    public Sources(List<Source> sources) {
        this(sources, ResultNames.NONE);
    }

    /**
     * All sources, and the names that results of other tools come under.
     *
     * @throws IllegalArgumentException when two share a name
     */
    public Sources(List<Source> sources, ResultNames results) {
        this.results = results;
        byName = sources.stream().collect(Collectors.toMap(Source::name, Function.identity(), (a, _) -> {
            throw new IllegalArgumentException("two sources are called '" + a.name() + "'; names must be unique");
        }, LinkedHashMap::new));
        metrics = Stream
                .concat(ProbeMeasure.metrics().stream(),
                        sources.stream().flatMap(s -> s.description().metrics().stream()))
                .collect(Collectors.toMap(Metric::name, Function.identity(), (a, _) -> a, LinkedHashMap::new));
        results.exact().stream().filter(byName::containsKey).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("tidemark.results: '" + name
                    + "' is a source of this service already; results need a name of their own");
        });
    }

    public List<Source> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Source> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Names that runs come under from outside, of which there is no source here. */
    public ResultNames results() {
        return results;
    }

    /** Every metric any source declares, and the measures of probes, by name. */
    public Map<String, Metric> metrics() {
        return metrics;
    }

    public Optional<Metric> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }

    /** A room's way to hand its sources over. */
    public interface Provider {
        List<Source> sources();
    }
}
