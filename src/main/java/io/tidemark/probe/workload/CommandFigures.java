package io.tidemark.probe.workload;

import static io.tidemark.metric.ProbeMeasure.PREFIX;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.command.Execution.Ended;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the executions of one run have come to: the mean of each figure, the last exit code, the highest peak. */
final class CommandFigures {

    private static final String EXIT_CODE = "exit_code";
    private static final String PROCESSOR_TIME = "processor_time";
    private static final String PEAK_MEMORY = "peak_memory";
    private static final String OUTPUT = "output";
    private static final String IGNORED_LINES = "ignored_lines";
    private static final String WORK_RATE = "work_rate";
    private static final String REAL_TIME_FACTOR = "real_time_factor";

    static final Metric[] METRICS = {
            gauge(EXIT_CODE, Unit.ONE, Better.NEITHER,
                    "The last exit code; 128 and the number of the signal where one has ended the program"),
            gauge(PROCESSOR_TIME, Unit.SECONDS, Better.LOWER,
                    "Processor time of the program and all it waited for, in steps of 10 ms"),
            gauge(PEAK_MEMORY, Unit.BYTES, Better.LOWER, "The most resident memory of one process (VmHWM), or of all"
                    + " together when looked at, whichever is more; looked at every 100 ms at the latest"),
            gauge(OUTPUT, Unit.BYTES, Better.NEITHER, "Bytes on standard output"),
            gauge(IGNORED_LINES, Unit.ONE, Better.NEITHER, "Lines on standard output that are no declared measures"),
            gauge(WORK_RATE, Unit.PER_SECOND, Better.HIGHER, "`work` over the time it took"),
            gauge(REAL_TIME_FACTOR, Unit.ONE, Better.HIGHER,
                    "The same where `work` is a time: how many times as fast as it plays")};

    /** A tool may call something of its own the same. */
    private static final Set<String> OURS = Stream.of(METRICS).map(metric -> metric.name().substring(PREFIX.length()))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, DoubleSummaryStatistics> seen = new HashMap<>();
    private OptionalInt exitCode = OptionalInt.empty();
    private double work;
    private double workSeconds;
    private boolean timed;

    private static Metric gauge(String name, Unit unit, Better better, String description) {
        return Metric.gauge(PREFIX + name, unit, better, description);
    }

    /** A program has ended, whether as expected or not. */
    synchronized void ended(int code) {
        exitCode = OptionalInt.of(code);
    }

    /**
     * @param told the measures it has written
     * @param ignored lines that are none
     */
    synchronized void add(Command command, Ended ended, Map<String, Double> told, long ignored, long nanos) {
        told.forEach((name, value) -> {
            if (!OURS.contains(name)) {
                add(name, value);
            }
        });
        ended.processorNanos().ifPresent(spent -> add(PROCESSOR_TIME, spent / 1e9));
        ended.peakMemory().ifPresent(peak -> add(PEAK_MEMORY, (double) peak));
        add(OUTPUT, (double) ended.outputBytes());
        add(IGNORED_LINES, (double) ignored);
        command.work().ifPresent(done -> units(done, told).ifPresent(units -> {
            work += units;
            workSeconds += nanos / 1e9;
            timed = done.isTime();
        }));
    }

    private void add(String name, double value) {
        seen.computeIfAbsent(name, _ -> new DoubleSummaryStatistics()).accept(value);
    }

    private static Optional<Double> units(Command.Work work, Map<String, Double> told) {
        return switch (work) {
            case Command.Work.Fixed fixed -> Optional.of(fixed.units());
            case Command.Work.Told measure -> Optional.ofNullable(told.get(measure.measure()));
        };
    }

    /** What is told of a run whatever became of it. */
    synchronized Map<String, Double> spent() {
        Map<String, Double> measures = new HashMap<>();
        exitCode.ifPresent(code -> measures.put(EXIT_CODE, (double) code));
        return measures;
    }

    synchronized Map<String, Double> measures() {
        Map<String, Double> measures = spent();
        seen.forEach((name, values) -> measures.put(name,
                name.equals(PEAK_MEMORY) ? values.getMax() : values.getAverage()));
        if (workSeconds > 0) {
            measures.put(WORK_RATE, work / workSeconds);
            if (timed) {
                measures.put(REAL_TIME_FACTOR, work / workSeconds);
            }
        }
        return measures;
    }
}
