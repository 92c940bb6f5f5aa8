package io.tidemark.probe.engine;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Processor time of the process over its operations: waiting for a processor that others use does not count. */
public class ProcessorTime implements InternalProfiler {

    static final String NAME = "processor";

    private Meter before = Meter.ZERO;

    @Override
    public String getDescription() {
        return "processor time of an operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = Meter.ofProcess();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        long nanos = Meter.ofProcess().since(before).cpuNanos();
        return List.of(new ScalarResult(NAME, (double) nanos / result.getMetadata().getAllOps(), "ns/op",
                AggregationPolicy.AVG));
    }
}
