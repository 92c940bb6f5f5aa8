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
import java.util.stream.Stream;

/** One watched process, or the sum of several of one pattern. */
final class ProcessSampler implements Sampler {

    private static final RuleText RESIDENT_RULE = new RuleText(
            "builtin-resident: process.resident{process=\"self\"} < 500MB for 5m as warning", null, Origin.SHIPPED,
            "shipped");

    private static final Metric UP = Metric.gauge("process.up", Unit.ONE, Better.HIGHER,
            "1 while a process is found, otherwise 0");
    private static final Metric CPU_UTILIZATION = Metric.gauge("process.cpu.utilization", Unit.ONE, Better.LOWER,
            "Share of all processors of the host used by a process since the last reading");
    private static final Metric START_TIME = Metric.gauge("process.start_time", Unit.SECONDS, Better.NEITHER,
            "When a process was started, in seconds since 1970; the first of several");

    private final String process;
    private final Finder finder;
    private final ProcessTable table;
    private final LongSupplier nanos;
    private final int processors;
    private final Series up;
    private final Series cpuUtilization;
    private final Series startTime;
    private final ProcessFigures figures;
    private final ProcessFigures ofJvms;

    private ProcessSampler(String process, Finder finder, ProcessTable table, int processors, LongSupplier nanos) {
        this.process = process;
        this.finder = finder;
        this.table = table;
        this.nanos = nanos;
        this.processors = processors;
        this.up = Series.of(UP, "process", process);
        this.cpuUtilization = Series.of(CPU_UTILIZATION, "process", process);
        this.startTime = Series.of(START_TIME, "process", process);
        this.figures = new ProcessFigures(ProcessFigures.ALL, process);
        this.ofJvms = new ProcessFigures(ProcessFigures.JVM, process);
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
        return Stream.of(Stream.of(UP, CPU_UTILIZATION, START_TIME), ProcessFigures.ALL.metrics(),
                ProcessFigures.JVM.metrics()).flatMap(metrics -> metrics).toList();
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
        long now = nanos.getAsLong();
        figures.add(readings, alive, now);
        ofJvms.add(readings, alive.stream().filter(reading -> reading.jvm() != null).toList(), now);
        readings.add(cpuUtilization, Math.clamp(figures.rateOfFirst() / processors, 0, 1));
        readings.add(startTime, alive.stream().mapToDouble(Reading::startTime).min().orElse(Double.NaN));
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
}
