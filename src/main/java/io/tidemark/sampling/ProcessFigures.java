package io.tidemark.sampling;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import io.tidemark.sampling.ProcessTable.Reading;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The series of one watched process, made once: gauges are summed over its parts, counters go on over restarts. */
final class ProcessFigures {

    /** Of every process; processor time is first. */
    static final Table ALL = new Table(List.of(
            new Gauge(
                    Metric.gauge("process.resident", Unit.BYTES, Better.LOWER, "Memory of a process that is resident"),
                    reading -> reading.memory().resident()),
            new Gauge(Metric.gauge("process.virtual", Unit.BYTES, Better.LOWER, "Address space of a process"),
                    reading -> reading.memory().virtual()),
            new Gauge(
                    Metric.gauge("process.private", Unit.BYTES, Better.LOWER,
                            "Resident memory of a process that is of no file and not shared"),
                    reading -> reading.memory().unshared()),
            new Gauge(Metric.gauge("process.threads", Unit.ONE, Better.LOWER, "Threads of a process"),
                    Reading::threads),
            new Gauge(Metric.gauge("process.open_files", Unit.ONE, Better.LOWER, "File descriptors a process has open"),
                    reading -> reading.files().open()),
            new Gauge(Metric.gauge("process.max_files", Unit.ONE, Better.HIGHER,
                    "File descriptors a process may have open"), reading -> reading.files().max())),
            counters());

    /** Of processes that are JVMs. */
    static final Table JVM = new Table(List.of(
            new Gauge(
                    Metric.gauge("process.jvm.heap.used", Unit.BYTES, Better.LOWER,
                            "Heap of a JVM in use, as it last told: for most after its last garbage collection"),
                    jvm(ProcessTable.Jvm::heapUsed)),
            new Gauge(Metric.gauge("process.jvm.heap.committed", Unit.BYTES, Better.LOWER,
                    "Heap a JVM has taken from the system"), jvm(ProcessTable.Jvm::heapCommitted)),
            new Gauge(Metric.gauge("process.jvm.threads", Unit.ONE, Better.NEITHER, "Platform threads of a JVM"),
                    jvm(ProcessTable.Jvm::threads)),
            new Gauge(Metric.gauge("process.jvm.classes", Unit.ONE, Better.NEITHER, "Classes a JVM has loaded"),
                    jvm(ProcessTable.Jvm::classes))),
            List.of(counter(Metric.counter("process.jvm.gc.count", Unit.ONE, Better.NEITHER,
                    "Garbage collections of a JVM"), jvm(ProcessTable.Jvm::gcCount)),
                    counter(Metric.counter("process.jvm.gc.time", Unit.SECONDS, Better.LOWER,
                            "Time a JVM stood still for garbage collection"), jvm(ProcessTable.Jvm::gcTime)),
                    counter(Metric.counter("process.jvm.safepoints", Unit.ONE, Better.NEITHER,
                            "Times all threads of a JVM were stopped"), jvm(ProcessTable.Jvm::safepoints)),
                    counter(Metric.counter("process.jvm.safepoint.time", Unit.SECONDS, Better.LOWER,
                            "Time all threads of a JVM were stopped"), jvm(ProcessTable.Jvm::safepointTime))));

    private static final int FIRST = 0;

    private final Table table;
    private final ProcessCounters totals;
    private final List<Series> gauges;
    private final List<Series> counters;

    /** @param process value of the label of every series */
    ProcessFigures(Table table, String process) {
        this.table = table;
        this.totals = new ProcessCounters(table.counters.stream().map(Counter::value).toList());
        this.gauges = table.gauges.stream().map(gauge -> series(gauge.metric, Labels.NONE, process)).toList();
        this.counters = table.counters.stream().map(counter -> series(counter.metric, counter.labels, process))
                .toList();
    }

    /** Adds all that is known of those alive, at one instant. */
    void add(Readings readings, List<Reading> alive, long nanos) {
        totals.take(alive, nanos);
        if (alive.isEmpty()) {
            return;
        }
        for (int i = 0; i < counters.size(); i++) {
            readings.add(counters.get(i), totals.total(i));
        }
        for (int i = 0; i < gauges.size(); i++) {
            readings.add(gauges.get(i), sum(alive, table.gauges.get(i).value));
        }
    }

    /** Increase of the first counter a second since the last reading; NaN when there was none, or too soon. */
    double rateOfFirst() {
        return totals.rate(FIRST);
    }

    /** One that may not be read makes the sum unknown: NaN. */
    private static double sum(List<Reading> alive, ToDoubleFunction<Reading> value) {
        double sum = 0;
        for (Reading reading : alive) {
            sum += value.applyAsDouble(reading);
        }
        return sum;
    }

    private static Series series(Metric metric, Labels labels, String process) {
        return new Series(metric.name(), labels.with("process", process));
    }

    private static List<Counter> counters() {
        Metric faults = Metric.counter("process.paging.faults", Unit.ONE, Better.LOWER,
                "Page faults of a process; major ones waited for a disk");
        return List.of(counter(Metric.counter("process.cpu.time", Unit.SECONDS, Better.LOWER,
                "Processor time of a process; goes on over its restart"), Reading::cpuSeconds),
                new Counter(faults, Labels.of("type", "minor"), reading -> reading.activity().minorFaults()),
                new Counter(faults, Labels.of("type", "major"), reading -> reading.activity().majorFaults()),
                counter(Metric.counter("process.disk.read", Unit.BYTES, Better.NEITHER,
                        "Bytes a process had read from disks"), reading -> reading.activity().read()),
                counter(Metric.counter("process.disk.written", Unit.BYTES, Better.NEITHER,
                        "Bytes a process had written to disks"), reading -> reading.activity().written()),
                counter(Metric.counter("process.context_switches", Unit.ONE, Better.NEITHER,
                        "Times a processor was given to a thread of a process"),
                        reading -> reading.activity().contextSwitches()));
    }

    private static Counter counter(Metric metric, ToDoubleFunction<Reading> value) {
        return new Counter(metric, Labels.NONE, value);
    }

    private static ToDoubleFunction<Reading> jvm(ToDoubleFunction<ProcessTable.Jvm> value) {
        return reading -> reading.jvm() == null ? Double.NaN : value.applyAsDouble(reading.jvm());
    }

    /** What is told of each process. */
    record Table(List<Gauge> gauges, List<Counter> counters) {

        Stream<Metric> metrics() {
            return Stream.concat(counters.stream().map(Counter::metric).distinct(), gauges.stream().map(Gauge::metric));
        }
    }

    private record Gauge(Metric metric, ToDoubleFunction<Reading> value) {}

    private record Counter(Metric metric, Labels labels, ToDoubleFunction<Reading> value) {}
}
