package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** One watched process, or the sum of several of one pattern. */
final class ProcessSampler implements Sampler {

    private static final RuleText RESIDENT_RULE = new RuleText(
            "builtin-resident: process.resident{process=\"self\"} < 500MB for 5m as warning", null, Origin.SHIPPED,
            "shipped");

    private static final Metric UP = Metric.gauge("process.up", Unit.ONE, Better.HIGHER,
            "1 while a process is found, otherwise 0");
    private static final Metric CPU_TIME = Metric.counter("process.cpu.time", Unit.SECONDS, Better.LOWER,
            "Processor time of a process; goes on over its restart");
    private static final Metric CPU_UTILIZATION = Metric.gauge("process.cpu.utilization", Unit.ONE, Better.LOWER,
            "Share of all processors of the host used by a process since the last reading");
    private static final List<Gauge> GAUGES = List.of(
            new Gauge(
                    Metric.gauge("process.resident", Unit.BYTES, Better.LOWER, "Memory of a process that is resident"),
                    Reading::resident),
            new Gauge(Metric.gauge("process.virtual", Unit.BYTES, Better.LOWER, "Address space of a process"),
                    Reading::virtual),
            new Gauge(Metric.gauge("process.threads", Unit.ONE, Better.LOWER, "Threads of a process"),
                    Reading::threads),
            new Gauge(Metric.gauge("process.open_files", Unit.ONE, Better.LOWER, "File descriptors a process has open"),
                    Reading::openFiles),
            new Gauge(Metric.gauge("process.max_files", Unit.ONE, Better.HIGHER,
                    "File descriptors a process may have open"), Reading::maxFiles));

    private final String process;
    private final Finder finder;
    private final ProcessTable table;
    private final LongSupplier nanos;
    private final ProcessCpu cpu;
    private final Series up;
    private final Series cpuTime;
    private final Series cpuUtilization;
    private final List<Series> gauges;

    private ProcessSampler(String process, Finder finder, ProcessTable table, int processors, LongSupplier nanos) {
        this.process = process;
        this.finder = finder;
        this.table = table;
        this.nanos = nanos;
        this.cpu = new ProcessCpu(processors);
        this.up = series(UP);
        this.cpuTime = series(CPU_TIME);
        this.cpuUtilization = series(CPU_UTILIZATION);
        this.gauges = GAUGES.stream().map(gauge -> series(gauge.metric)).toList();
    }

    /** Our own process, and each that is watched. */
    static List<ProcessSampler> all(Map<String, WatchedPids> watched, ProcessTable table, int processors,
            LongSupplier nanos) {
        return Stream.concat(Stream.of(self(table, processors, nanos)), watched.entrySet().stream()
                .map(process -> watched(process.getKey(), process.getValue(), table, processors, nanos))).toList();
    }

    /** The service's own process, which needs no looking for. */
    static ProcessSampler self(ProcessTable table, int processors, LongSupplier nanos) {
        return new ProcessSampler(ProcessSettings.SELF, new Self(table), table, processors, nanos);
    }

    static ProcessSampler watched(String name, WatchedPids pids, ProcessTable table, int processors,
            LongSupplier nanos) {
        return new ProcessSampler(name, new Watched(pids), table, processors, nanos);
    }

    @Override
    public String name() {
        return "process." + process;
    }

    @Override
    public List<Metric> metrics() {
        return Stream.concat(Stream.of(UP, CPU_TIME, CPU_UTILIZATION), GAUGES.stream().map(Gauge::metric)).toList();
    }

    @Override
    public List<RuleText> rules() {
        return process.equals(ProcessSettings.SELF) ? List.of(RESIDENT_RULE) : List.of();
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void read(Readings readings) throws IOException {
        List<Reading> alive = alive();
        if (!alive.isEmpty() || finder.isSure()) {
            readings.add(up, alive.isEmpty() ? 0 : 1);
        }
        double utilization = cpu.take(alive, nanos.getAsLong());
        if (!alive.isEmpty()) {
            readings.add(cpuTime, cpu.total());
            readings.add(cpuUtilization, utilization);
            for (int i = 0; i < gauges.size(); i++) {
                readings.add(gauges.get(i), sum(alive, GAUGES.get(i).value));
            }
        }
    }

    /** One that may not be read makes the sum unknown: NaN. */
    private static double sum(List<Reading> alive, ToDoubleFunction<Reading> value) {
        double sum = 0;
        for (Reading reading : alive) {
            sum += value.applyAsDouble(reading);
        }
        return sum;
    }

    private List<Reading> alive() throws IOException {
        List<Identity> found = finder.find(false);
        List<Reading> alive = read(found);
        return alive.size() < found.size() ? read(finder.find(true)) : alive;
    }

    private List<Reading> read(List<Identity> identities) throws IOException {
        List<Reading> readings = new ArrayList<>(identities.size());
        for (Identity identity : identities) {
            Optional<Reading> reading = table.read(identity.pid());
            reading.filter(r -> r.identity().equals(identity)).ifPresent(readings::add);
        }
        return readings;
    }

    private Series series(Metric metric) {
        return Series.of(metric, "process", process);
    }

    private interface Finder {
        List<Identity> find(boolean afterLoss) throws IOException;

        /** Whether none found means that there is none. */
        boolean isSure();
    }

    private record Watched(WatchedPids pids) implements Finder {

        @Override
        public List<Identity> find(boolean afterLoss) throws IOException {
            return afterLoss ? pids.afterLoss() : pids.found();
        }

        @Override
        public boolean isSure() {
            return pids.isSure();
        }
    }

    /** Our own pid never changes; only its start must be read, once. */
    private static final class Self implements Finder {

        private final ProcessTable table;
        private List<Identity> identity = List.of();

        Self(ProcessTable table) {
            this.table = table;
        }

        @Override
        public List<Identity> find(boolean afterLoss) throws IOException {
            if (identity.isEmpty()) {
                identity = table.read(ProcessHandle.current().pid()).map(Reading::identity).stream().toList();
            }
            return identity;
        }

        @Override
        public boolean isSure() {
            return true;
        }
    }

    private record Gauge(Metric metric, ToDoubleFunction<Reading> value) {}
}
