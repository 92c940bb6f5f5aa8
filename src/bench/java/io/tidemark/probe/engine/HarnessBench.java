package io.tidemark.probe.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What an operation costs the engine when it does nothing: processor time and heap of {@link Worker#step}, in a process
 * of its own, with the flags the service is shipped with and with both compilers. Properties: iterations (5, of a second
 * each).
 */
class HarnessBench {

    private static final int ITERATIONS = Integer.getInteger("iterations", 5);
    private static final int STEPS = 10_000_000;

    /** @param threads on which JMH runs the method; a crowd makes its own */
    private record Row(String name, String method, int workers, int connections, int threads) {}

    private static final List<Row> ROWS = List.of(new Row("1 worker", "own", 1, 1, 1),
            new Row("10 workers", "own", 10, 10, 10),
            new Row("100 workers, 64 recorders", "own", Step.CROWD, Step.CROWD, Step.CROWD),
            new Row("100 workers on virtual threads, 64 recorders", "ownInACrowd", Step.CROWD, Step.CROWD, 1),
            new Row("1 worker, seat taken and given back", "shared", 2, 1, 1),
            new Row("100 workers on virtual threads, 64 seats in turn", "sharedInACrowd", Step.CROWD, 64, 1));

    @Test
    void stepThatDoesNothing() throws Exception {
        List<String> shipped = Files.readAllLines(Path.of("bin", "jvm.options")).stream()
                .filter(line -> line.startsWith("-") && !line.startsWith("-Xlog")).toList();
        List<String> both = shipped.stream().filter(flag -> !flag.startsWith("-XX:TieredStopAtLevel")).toList();
        System.out.printf("%-50s %-15s %12s %14s %10s%n", "workers", "compilers", "wall ns/op", "processor ns",
                "bytes/op");
        for (Map.Entry<String, List<String>> flags : List.of(Map.entry("as shipped", shipped),
                Map.entry("both compilers", both))) {
            for (Row row : ROWS) {
                System.out.println(line(row, flags.getKey(), run(row, flags.getValue())));
            }
        }
    }

    @Test
    void heapOfOneWorkerToTheByte() throws Exception {
        System.out.printf("%d operations of one worker allocated %d bytes, 32 of them for the reading itself%n", STEPS,
                Step.bytes(STEPS));
    }

    private static RunResult run(Row row, List<String> flags) throws RunnerException {
        return new Runner(new OptionsBuilder().include(Step.class.getName() + "\\." + row.method() + "$")
                .param("workers", Integer.toString(row.workers()))
                .param("connections", Integer.toString(row.connections())).threads(row.threads()).mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS).forks(1).jvmArgs(flags.toArray(String[]::new)).warmupIterations(3)
                .warmupTime(TimeValue.seconds(1)).measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1)).timeout(TimeValue.minutes(1)).addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class)
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).build()).runSingle();
    }

    /** Wall time is of one worker; of many it is mostly waiting for a processor, and only printed for completeness. */
    private static String line(Row row, String flags, RunResult result) {
        return String.format("%-50s %-15s %12.1f %14.1f %10.3f", row.name(), flags,
                result.getPrimaryResult().getScore(), secondary(result, ProcessorTime.NAME),
                secondary(result, "gc.alloc.rate.norm"));
    }

    private static double secondary(RunResult result, String name) {
        for (Map.Entry<String, Result> one : result.getSecondaryResults().entrySet()) {
            if (one.getKey().endsWith(name)) {
                return one.getValue().getScore();
            }
        }
        throw new IllegalStateException("no " + name + " among " + result.getSecondaryResults().keySet());
    }
}
