package io.tidemark.intake;

import io.tidemark.intake.JmhBenchmark.Read;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What JMH's `-rf json` writes: one result for each benchmark, set of parameters and mode. A benchmark is called by its
 * class and method, as `CartBench.add(size=10)-avgt`; by its whole name when two classes of a file share theirs.
 */
final class JmhResults implements ResultsFormat {

    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public List<Imported> read(Reader file) {
        List<Read> benchmarks = JsonText.read(file, json -> json.list(() -> new JmhBenchmark(json).read()));
        Set<String> seen = new HashSet<>();
        Set<String> shared = benchmarks.stream().map(Read::shortName).filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
        return benchmarks.stream().map(one -> one.named(shared.contains(one.shortName()))).toList();
    }
}
