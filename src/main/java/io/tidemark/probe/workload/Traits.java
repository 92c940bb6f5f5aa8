package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import java.util.List;

/**
 * What is known of a workload before it runs: its name and what it does, for configuration and documentation, and the
 * size of a run nobody has set one for.
 *
 * @param name as it is written in the configuration, for example `point-read`
 * @param does one sentence, for people who choose a workload
 * @param writes whether it writes while it is measured; such a workload is refused on targets without `writes`
 * @param operations what latencies are recorded under; operations that time out count under the first
 * @param phases what the time of an operation is spent on
 * @param measures further figures of its runs, each called `probe.` and its name
 * @param size the usual size of a run
 */
public record Traits(String name, String does, boolean writes, List<String> operations, List<String> phases,
        List<Metric> measures, Size size) {

    /**
     * How much a run does when nothing else is set.
     *
     * @param rows rows or keys to work on
     * @param leastRows the fewest it can work with
     * @param operations measured operations over all workers
     * @param concurrency workers at once
     * @param connections sessions the workers share; as many as workers when 0
     */
    public record Size(int rows, int leastRows, int operations, int concurrency, int connections) {
        static final Size USUAL = new Size(1000, 1, 100, 1, 0);
    }

    public Traits {
        operations = List.copyOf(operations);
        phases = List.copyOf(phases);
        measures = List.copyOf(measures);
    }

    public static Traits reading(String name, String does) {
        return new Traits(name, does, false, List.of(), List.of(), List.of(), Size.USUAL);
    }

    public static Traits writing(String name, String does) {
        return new Traits(name, does, true, List.of(), List.of(), List.of(), Size.USUAL);
    }

    public Traits operations(String... names) {
        return new Traits(name, does, writes, List.of(names), phases, measures, size);
    }

    public Traits phases(String... names) {
        return new Traits(name, does, writes, operations, List.of(names), measures, size);
    }

    public Traits measures(Metric... metrics) {
        return new Traits(name, does, writes, operations, phases, List.of(metrics), size);
    }

    public Traits rows(int usual, int least) {
        return sized(new Size(usual, least, size.operations, size.concurrency, size.connections));
    }

    /** Measured operations and workers of a run nobody has set others for. */
    public Traits load(int measured, int workers) {
        return sized(new Size(size.rows, size.leastRows, measured, workers, size.connections));
    }

    /** Fewer sessions than workers, which then wait for one another as an application's threads do. */
    public Traits connections(int shared) {
        return sized(new Size(size.rows, size.leastRows, size.operations, size.concurrency, shared));
    }

    private Traits sized(Size other) {
        return new Traits(name, does, writes, operations, phases, measures, other);
    }
}
